import { environmentFields } from "./environment-schema";
import { MAILCOW_KEY_NAMES, SECRET_NAMES } from "./setting-names";

/** `tool` is a program that is not ours, such as PostgreSQL or Dovecot. */
export type ChildKind = "web" | "worker" | "sandbox" | "tool";

/**
 * The environment for a process we start. The Mailcow key goes to the worker only; a tool gets none of our settings.
 * Next loads `.env` files by itself, which would bring the key back: `__NEXT_PROCESSED_ENV` tells it that this is done.
 */
export function childEnvironment(
  kind: ChildKind,
  additions: Readonly<Record<string, string>> = {},
  environment: NodeJS.Dict<string> = process.env,
): NodeJS.ProcessEnv {
  const hidden = new Set(hiddenFrom(kind));
  const kept = Object.fromEntries(Object.entries(environment).filter(([name]) => !hidden.has(name)));
  const fixed = { NODE_ENV: "production", NEXT_TELEMETRY_DISABLED: "1" } as const;
  return { ...kept, ...(kind === "web" ? { __NEXT_PROCESSED_ENV: "true" } : {}), ...additions, ...fixed };
}

/** The names under which the real environment (not `.env`) holds the Mailcow key. Empty = it holds none. */
export function findKeyNames(environment: NodeJS.Dict<string> = process.env): string[] {
  return MAILCOW_KEY_NAMES.filter((name) => Boolean(environment[name]?.trim()));
}

function hiddenFrom(kind: ChildKind): readonly string[] {
  if (kind === "worker") return [];
  if (kind === "web") return MAILCOW_KEY_NAMES;
  const secrets = SECRET_NAMES.flatMap((name) => [name, `${name}_FILE`]);
  return kind === "sandbox" ? MAILCOW_KEY_NAMES : [...Object.keys(environmentFields), ...secrets];
}
