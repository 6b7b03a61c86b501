import { readFileSync } from "node:fs";
import { resolve } from "node:path";
import { parseEnv } from "node:util";
import { SECRET_NAMES } from "./setting-names";
import type { SettingsProblem } from "./settings-error";

export type EnvironmentText = Readonly<Record<string, string>>;

/**
 * The names and texts that are set: the real environment over the project's `.env`, empty counting as unset,
 * `NAME_FILE` replaced by the content of that file for every secret. Names in `hidden` are not even looked at.
 * A secret file that cannot be read is added to `problems`.
 */
export function readEnvironment(
  environment: NodeJS.Dict<string>,
  projectFolder: string,
  hidden: readonly string[],
  problems: SettingsProblem[],
): EnvironmentText {
  const merged = { ...withoutEmpty(readDotEnv(projectFolder)), ...withoutEmpty(environment) };
  for (const name of hidden) delete merged[name];
  for (const name of SECRET_NAMES) {
    const path = merged[`${name}_FILE`];
    if (path === undefined || merged[name] !== undefined) continue;
    const content = readSecretFile(name, resolve(projectFolder, path), problems);
    if (content !== null) merged[name] = content;
  }
  return merged;
}

function readDotEnv(projectFolder: string): NodeJS.Dict<string> {
  const content = readTextIfPresent(resolve(projectFolder, ".env"));
  return content === null ? {} : parseEnv(content);
}

function withoutEmpty(environment: NodeJS.Dict<string>): Record<string, string> {
  const set: Record<string, string> = {};
  for (const [name, value] of Object.entries(environment)) {
    const text = value?.trim();
    if (text) set[name] = text;
  }
  return set;
}

function readSecretFile(name: string, path: string, problems: SettingsProblem[]): string | null {
  const fileName = `${name}_FILE`;
  try {
    const content = readFileSync(path, "utf8").trim();
    if (content) return content;
    problems.push({ name: fileName, problem: `the file ${path} is empty`, fix: "Write the secret into it" });
  } catch (error) {
    const code = error instanceof Error && "code" in error ? String(error.code) : "unreadable";
    problems.push({
      name: fileName,
      problem: `the file ${path} cannot be read (${code})`,
      fix: "Correct the path or the file's permissions",
    });
  }
  return null;
}

/** The trimmed text of a file, or null when there is no such file. Other errors are thrown. */
export function readTextIfPresent(path: string): string | null {
  try {
    return readFileSync(path, "utf8").trim();
  } catch (error) {
    if (error instanceof Error && "code" in error && (error.code === "ENOENT" || error.code === "ENOTDIR")) {
      return null;
    }
    throw error;
  }
}
