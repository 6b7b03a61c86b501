import { CommanderError } from "commander";
import { SettingsError } from "@/lib/config/settings-error";
import { MigrationError } from "@/lib/database/migration-error";
import { CommandFailure } from "./command-failure";

/** 0 done · 1 the command could not do it · 2 the command was called wrongly or the settings cannot be used. */
export const EXIT_FAILED = 1;
export const EXIT_USAGE = 2;

/** Says on standard error why a command ended, and answers its exit code. */
export function reportFailure(error: unknown, asJson: boolean): number {
  if (error instanceof CommanderError) return error.exitCode === 0 ? 0 : EXIT_USAGE;
  const { reason, message, exitCode } = describe(error);
  process.stderr.write(asJson ? `${JSON.stringify({ error: { reason, message } })}\n` : `${message}\n`);
  return exitCode;
}

function describe(error: unknown): { reason: string; message: string; exitCode: number } {
  if (error instanceof SettingsError) {
    return { reason: "unusable-settings", message: error.message, exitCode: EXIT_USAGE };
  }
  if (error instanceof CommandFailure) {
    return { reason: error.reason, message: error.message, exitCode: error.exitCode };
  }
  if (error instanceof MigrationError) {
    return { reason: "database-unusable", message: error.message, exitCode: EXIT_FAILED };
  }
  if (error instanceof Error) {
    return { reason: "unexpected", message: error.stack ?? error.message, exitCode: EXIT_FAILED };
  }
  return { reason: "unexpected", message: String(error), exitCode: EXIT_FAILED };
}
