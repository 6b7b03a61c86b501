import { formatLogLine } from "./format-log-line";

/** What an operator sees while the portal runs: one line a happening, with the time, on standard error. */
export interface Progress {
  say(line: string): void;
  /** A line a child process printed. */
  relay(processName: string, line: string): void;
}

export function createProgress(
  write: (text: string) => void = (text) => process.stderr.write(text),
): Progress {
  const say = (line: string) => write(`${new Date().toTimeString().slice(0, 8)}  ${line}\n`);
  return {
    say,
    relay: (processName, line) => {
      const text = formatLogLine(line);
      if (text) say(`${processName.padEnd(6)}  ${text}`);
    },
  };
}
