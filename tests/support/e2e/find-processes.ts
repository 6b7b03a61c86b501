import { readdirSync, readFileSync } from "node:fs";

export interface FoundProcess {
  readonly pid: number;
  /** The command line, its parts divided by spaces. */
  readonly command: string;
}

/** The process and all that descend from it, as the kernel knows them now. */
export function findProcessTree(pid: number): FoundProcess[] {
  const command = readProcessFile(pid, "cmdline");
  if (command === null) return [];
  const children = (readProcessFile(pid, `task/${pid}/children`) ?? "")
    .split(" ")
    .filter(Boolean)
    .map(Number);
  return [{ pid, command: command.replaceAll("\0", " ").trim() }, ...children.flatMap(findProcessTree)];
}

/** Every process with this text in its command line or its environment. */
export function findProcessesNaming(text: string): FoundProcess[] {
  return readdirSync("/proc")
    .filter((name) => /^\d+$/.test(name))
    .map(Number)
    .filter((pid) => pid !== process.pid)
    .flatMap((pid) => {
      const command = readProcessFile(pid, "cmdline")?.replaceAll("\0", " ").trim() ?? "";
      const environment = readProcessFile(pid, "environ") ?? "";
      return command.includes(text) || environment.includes(text) ? [{ pid, command }] : [];
    });
}

/** The environment a process was started with; throws when it is gone. */
export function readEnvironmentOf(pid: number): Map<string, string> {
  const text = readFileSync(`/proc/${pid}/environ`, "utf8");
  return new Map(
    text
      .split("\0")
      .filter(Boolean)
      .map((line) => [line.slice(0, line.indexOf("=")), line.slice(line.indexOf("=") + 1)]),
  );
}

/** Null when the process is gone, or another user's. */
function readProcessFile(pid: number, name: string): string | null {
  try {
    return readFileSync(`/proc/${pid}/${name}`, "utf8");
  } catch {
    return null;
  }
}
