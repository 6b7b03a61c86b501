import { loadSettings, type Role, type Settings } from "@/lib/config/settings";

/** The settings for a command; warnings go to standard error, where they do not spoil an answer. */
export function loadCommandSettings(role: Role): Settings {
  const { settings, warnings } = loadSettings(role);
  for (const warning of warnings) process.stderr.write(`Warning: ${warning}\n`);
  return settings;
}
