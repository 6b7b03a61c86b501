import type { RegistrationMode, Settings } from "@/lib/config/settings";
import type { Domain } from "@/lib/database/models";
import { registrationModes } from "./schema";

/** How people come to addresses on this domain: its own mode, else REGISTRATION_MODE. */
export function registrationModeFor(
  domain: Pick<Domain, "registrationMode" | "registrationOpen">,
  settings: Pick<Settings, "registrationMode">,
): RegistrationMode {
  if (!domain.registrationOpen) return "closed";
  return registrationModes.find((mode) => mode === domain.registrationMode) ?? settings.registrationMode;
}
