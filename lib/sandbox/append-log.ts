import type { LogEntry, LogName, SandboxState } from "@/lib/sandbox/sandbox-state";

/** Enough to page through; Mailcow keeps 9999 lines of each. */
const MAXIMUM_LINES = 1000;

/** Oldest lines give way. Logs are saved with the next change, not for their own sake. */
export function appendLog(state: SandboxState, name: LogName, entry: LogEntry): void {
  const lines = state.logs[name];
  lines.push(entry);
  if (lines.length > MAXIMUM_LINES) lines.splice(0, lines.length - MAXIMUM_LINES);
}
