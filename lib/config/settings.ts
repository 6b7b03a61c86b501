import { readFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { assembleSettings } from "./assemble-settings";
import { type EnvironmentName, type EnvironmentValues, environmentFields } from "./environment-schema";
import { type EnvironmentText, readEnvironment, readTextIfPresent } from "./read-environment";
import { readSandboxEnvironment, readSandboxKey } from "./sandbox-connection";
import { DEFAULT_KEY_FILE, MAILCOW_KEY_NAMES, warnOfUnknownNames } from "./setting-names";
import { SettingsError, type SettingsProblem } from "./settings-error";

/** The process that asks. Only `worker` and `cli` ever read the Mailcow key. */
export type Role = "web" | "worker" | "cli" | "sandbox" | "supervisor";

export type RegistrationMode = "open" | "invite" | "approval" | "closed";
export type LogLevel = "fatal" | "error" | "warn" | "info" | "debug" | "trace" | "silent";

export interface Settings {
  readonly mailcow: {
    /** As the operator wrote it, with or without `/api/v1`; null when the sandbox stands in and is not running. */
    readonly apiUrl: string | null;
    /** Always null for roles other than worker and cli. */
    readonly apiKey: string | null;
    readonly verifyTls: boolean;
    /** PEM text. */
    readonly certificateAuthority: string | null;
  };
  /** What the Mail page shows and what the portal connects to. */
  readonly mail: {
    readonly imapHost: string;
    readonly imapPort: number;
    readonly smtpHost: string;
    readonly smtpPort: number;
    readonly webmailUrl: string;
  };
  /** The first domain people sign up on. */
  readonly domain: string | null;
  readonly registrationMode: RegistrationMode;
  readonly mailbox: {
    readonly quotaMiB: number;
    readonly tlsEnforced: boolean;
    readonly forcePasswordUpdate: boolean;
    readonly passwordLength: number;
    readonly temporaryQuotaMiB: number;
    readonly temporaryExpiryHours: number;
  };
  readonly captcha: "when-busy" | "always" | "off";
  /** Of one network; 0 is no limit. */
  readonly registrationsPerHour: number;
  /** Private names, addresses and networks that admins may name as hosts all the same. */
  readonly allowedPrivateHosts: readonly string[];
  /** null = embedded PostgreSQL in `dataDir`. */
  readonly databaseUrl: string | null;
  /** Absolute. */
  readonly dataDir: string;
  readonly port: number;
  /** Without a trailing slash. */
  readonly appUrl: string;
  readonly logLevel: LogLevel;
  readonly trustedProxyHops: number;
  readonly sessionSecret: string;
  /** `k2:base64,k1:base64`; the first one seals, all of them open. */
  readonly encryptionKeys: string;
  readonly metricsToken: string | null;
  readonly smtpUrl: string | null;
  readonly emailFrom: string;
  /** True while no real Mailcow is configured. */
  readonly isSandbox: boolean;
}

export interface LoadedSettings {
  readonly settings: Settings;
  /** Sentences for the operator: what works, but probably not as meant. */
  readonly warnings: readonly string[];
}

/**
 * The settings of this installation, from the environment, the project's `.env`, and secrets made on first start.
 * Throws {@link SettingsError} with every problem at once.
 */
export function loadSettings(
  role: Role,
  environment: NodeJS.Dict<string> = process.env,
  projectFolder: string = process.cwd(),
): LoadedSettings {
  const holdsKey = role === "worker" || role === "cli";
  const problems: SettingsProblem[] = [];
  const given = readEnvironment(environment, projectFolder, holdsKey ? [] : MAILCOW_KEY_NAMES, problems);
  const dataDir = resolve(projectFolder, given.DATA_DIR ?? "data");
  const isSandbox = given.MAILCOW_API_URL === undefined;
  const text = isSandbox ? withSandbox(given, dataDir, holdsKey) : withKey(given, projectFolder, holdsKey);
  const values = parseValues(text, problems);
  const certificateAuthority = readCertificateAuthority(text, projectFolder, problems);
  if (holdsKey && !isSandbox && !text.MAILCOW_API_KEY && !problems.some(isAboutKey))
    problems.push(missingKey());
  if (problems.length > 0) throw new SettingsError(problems);
  return {
    settings: assembleSettings(values, { dataDir, isSandbox, certificateAuthority }),
    warnings: [...warnOfUnknownNames(Object.keys(given)), ...warnOfRisks(values)],
  };
}

/** Without a Mailcow, a sandbox that runs on the same data folder answers; what the operator set still wins. */
function withSandbox(given: EnvironmentText, dataDir: string, holdsKey: boolean): EnvironmentText {
  const sandbox = readSandboxEnvironment(dataDir);
  const key = sandbox && holdsKey ? readSandboxKey(dataDir) : null;
  const { MAILCOW_API_KEY: _unused, ...rest } = given;
  return { MAILCOW_DOMAIN: "pasture.test", ...sandbox, ...rest, ...(key ? { MAILCOW_API_KEY: key } : {}) };
}

function withKey(given: EnvironmentText, projectFolder: string, holdsKey: boolean): EnvironmentText {
  if (!holdsKey || given.MAILCOW_API_KEY) return given;
  const key = given.MAIL_API ?? readTextIfPresent(join(projectFolder, DEFAULT_KEY_FILE));
  return key ? { ...given, MAILCOW_API_KEY: key } : given;
}

function parseValues(text: EnvironmentText, problems: SettingsProblem[]): EnvironmentValues {
  const parse = <Name extends EnvironmentName>(name: Name) => parseValue(name, text, problems);
  const names = Object.keys(environmentFields) as EnvironmentName[];
  return Object.fromEntries(names.map((name) => [name, parse(name)])) as EnvironmentValues;
}

function parseValue(name: EnvironmentName, text: EnvironmentText, problems: SettingsProblem[]): unknown {
  const given = text[name];
  if (given === undefined) return null;
  const { schema, expects } = environmentFields[name];
  const parsed = schema.safeParse(given);
  if (parsed.success) return parsed.data;
  problems.push({ name, problem: "the value is not usable", fix: `Set it to ${expects}, or leave it empty` });
  return null;
}

function readCertificateAuthority(
  text: EnvironmentText,
  projectFolder: string,
  problems: SettingsProblem[],
): string | null {
  if (!text.MAILCOW_CA_FILE) return null;
  const path = resolve(projectFolder, text.MAILCOW_CA_FILE);
  const problem = (what: string) => ({
    name: "MAILCOW_CA_FILE",
    problem: `${path} ${what}`,
    fix: "Give a PEM file",
  });
  try {
    const pem = readFileSync(path, "utf8");
    if (pem.includes("-----BEGIN CERTIFICATE-----")) return pem;
    problems.push(problem("holds no certificate"));
  } catch {
    problems.push(problem("cannot be read"));
  }
  return null;
}

function warnOfRisks(values: EnvironmentValues): string[] {
  if (values.MAILCOW_VERIFY_SSL !== false) return [];
  return [
    "MAILCOW_VERIFY_SSL=false: whoever can answer in Mailcow's place gets its key. Give its certificate as MAILCOW_CA_FILE instead.",
  ];
}

const isAboutKey = ({ name }: SettingsProblem) =>
  name.startsWith("MAILCOW_API_KEY") || name.startsWith("MAIL_API");

function missingKey(): SettingsProblem {
  return {
    name: "MAILCOW_API_KEY",
    problem: "MAILCOW_API_URL is set but no key is",
    fix: `Set MAILCOW_API_KEY, or MAILCOW_API_KEY_FILE, or put the key into ${DEFAULT_KEY_FILE}`,
  };
}
