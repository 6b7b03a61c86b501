import { mkdirSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { removeSandboxConnection, writeSandboxConnection } from "@/lib/config/sandbox-connection";
import { loadSettings, type Role } from "@/lib/config/settings";
import { SettingsError } from "@/lib/config/settings-error";

const KEY = "AAAA-BBBB-CCCC-DDDD-EEEE";
const REAL = { MAILCOW_API_URL: "https://mail.acme.org", MAILCOW_API_KEY: KEY };

let project: string;
beforeEach(() => {
  project = mkdtempSync(join(tmpdir(), "pasture-settings-"));
});
afterEach(() => rmSync(project, { recursive: true, force: true }));

const load = (environment: Record<string, string>, role: Role = "worker") =>
  loadSettings(role, environment, project).settings;

function problemsOf(environment: Record<string, string>, role: Role = "worker") {
  try {
    load(environment, role);
  } catch (error) {
    if (error instanceof SettingsError) return error;
    throw error;
  }
  throw new Error("these settings were accepted");
}

describe("defaults", () => {
  test("an empty environment means the sandbox on port 3000 with its own data folder", () => {
    const settings = load({});
    expect(settings).toMatchObject({
      isSandbox: true,
      domain: "pasture.test",
      port: 3000,
      appUrl: "http://localhost:3000",
      dataDir: join(project, "data"),
      databaseUrl: null,
      registrationMode: "open",
      captcha: "when-busy",
      mailbox: { quotaMiB: 1024, tlsEnforced: true, forcePasswordUpdate: false, passwordLength: 16 },
    });
    expect(settings.mailcow.apiUrl).toBeNull();
  });

  test("mail hosts and webmail follow the host of MAILCOW_API_URL", () => {
    expect(load(REAL).mail).toEqual({
      imapHost: "mail.acme.org",
      imapPort: 993,
      smtpHost: "mail.acme.org",
      smtpPort: 587,
      webmailUrl: "https://mail.acme.org/SOGo/",
    });
  });

  test("a name that is set to nothing counts as unset", () => {
    expect(load({ PORT: "", LOG_LEVEL: "  " })).toMatchObject({ port: 3000, logLevel: "info" });
  });
});

describe("where a value comes from", () => {
  test("the real environment wins over .env", () => {
    writeFileSync(join(project, ".env"), "PORT=4000\nLOG_LEVEL=warn\n");
    expect(load({ PORT: "5000" })).toMatchObject({ port: 5000, logLevel: "warn" });
  });

  test.each([
    ["MAILCOW_API_KEY", { MAILCOW_API_KEY: KEY }],
    ["its alias MAIL_API", { MAIL_API: KEY }],
    ["MAILCOW_API_KEY_FILE", { MAILCOW_API_KEY_FILE: "key.txt" }],
    ["MAIL_API_FILE", { MAIL_API_FILE: "key.txt" }],
  ])("the Mailcow key is taken from %s", (_, names) => {
    writeFileSync(join(project, "key.txt"), `${KEY}\n`);
    expect(load({ MAILCOW_API_URL: "https://mail.acme.org", ...names }).mailcow.apiKey).toBe(KEY);
  });

  test("the Mailcow key is found in secrets/mailcow_api_key.txt when no name is set", () => {
    mkdirSync(join(project, "secrets"));
    writeFileSync(join(project, "secrets/mailcow_api_key.txt"), `${KEY}\n`);
    expect(load({ MAILCOW_API_URL: "https://mail.acme.org" }).mailcow.apiKey).toBe(KEY);
  });

  test("the certificate authority is read as text", () => {
    writeFileSync(join(project, "ca.pem"), "-----BEGIN CERTIFICATE-----\nAA==\n-----END CERTIFICATE-----\n");
    expect(load({ ...REAL, MAILCOW_CA_FILE: "ca.pem" }).mailcow.certificateAuthority).toContain(
      "BEGIN CERTIFICATE",
    );
  });
});

describe("the Mailcow key and the web process", () => {
  test.each(["web", "supervisor", "sandbox"] as const)(
    "role %s never reads the key, whatever holds it",
    (role) => {
      mkdirSync(join(project, "secrets"));
      writeFileSync(join(project, "secrets/mailcow_api_key.txt"), KEY);
      writeFileSync(join(project, ".env"), `MAILCOW_API_KEY=${KEY}\nMAIL_API=${KEY}\n`);
      const settings = load({ ...REAL, MAIL_API: KEY, MAILCOW_API_KEY_FILE: "does-not-exist" }, role);
      expect(JSON.stringify(settings)).not.toContain(KEY);
      expect(settings.mailcow).toMatchObject({ apiUrl: "https://mail.acme.org", apiKey: null });
    },
  );
});

describe("a running sandbox", () => {
  const connection = {
    environment: {
      MAILCOW_API_URL: "http://127.0.0.1:4567",
      MAILCOW_IMAP_HOST: "127.0.0.1",
      MAILCOW_IMAP_PORT: "4993",
    },
    apiKey: "sandbox-key-0000",
  };

  test("is found by every role through the data folder, its key only by worker and cli", () => {
    writeSandboxConnection(join(project, "data"), connection);
    expect(load({}, "cli").mailcow).toMatchObject({
      apiUrl: "http://127.0.0.1:4567",
      apiKey: "sandbox-key-0000",
    });
    expect(load({}, "web")).toMatchObject({
      isSandbox: true,
      mailcow: { apiUrl: "http://127.0.0.1:4567", apiKey: null },
      mail: { imapHost: "127.0.0.1", imapPort: 4993 },
    });
  });

  test("is forgotten once it has stopped, and never mixed with a real Mailcow", () => {
    writeSandboxConnection(join(project, "data"), connection);
    expect(load(REAL)).toMatchObject({
      isSandbox: false,
      mailcow: { apiUrl: "https://mail.acme.org", apiKey: KEY },
    });
    removeSandboxConnection(join(project, "data"));
    expect(load({}).mailcow).toMatchObject({ apiUrl: null, apiKey: null });
  });

  test("a key meant for a real Mailcow is not sent to the sandbox", () => {
    expect(load({ MAILCOW_API_KEY: KEY }).mailcow.apiKey).toBeNull();
  });
});

describe("secrets of the installation", () => {
  test("are made once, readable by the owner only, and stay the same", () => {
    const first = load({});
    const again = load({}, "web");
    expect(again.sessionSecret).toBe(first.sessionSecret);
    expect(again.encryptionKeys).toBe(first.encryptionKeys);
    expect(first.encryptionKeys).toMatch(/^k1:/);
    const folder = join(project, "data/secrets");
    expect(statSync(folder).mode & 0o777).toBe(0o700);
    for (const name of ["session_secret", "encryption_keys"]) {
      expect(statSync(join(folder, name)).mode & 0o777).toBe(0o600);
      expect(readFileSync(join(folder, name), "utf8").trim().length).toBeGreaterThan(40);
    }
  });

  test.each([
    "changeme-changeme-changeme-changeme",
    "x".repeat(40),
    "your-secret-goes-here-your-secret",
    "short",
  ])("a published sample or weak value is refused: %s", (sample) => {
    const error = problemsOf({ NEXTAUTH_SECRET: sample });
    expect(error.problems.map(({ name }) => name)).toEqual(["NEXTAUTH_SECRET"]);
    expect(error.message).not.toContain(sample);
  });

  test.each([
    "k1:c2hvcnQ=",
    "nonsense",
    `k1:${Buffer.alloc(32, 7).toString("base64")},k1:${Buffer.alloc(32, 8).toString("base64")}`,
  ])("a keyring that cannot seal is refused: %s", (keys) => {
    expect(problemsOf({ ENCRYPTION_KEYS: keys }).message).toContain("ENCRYPTION_KEYS");
  });

  test("a keyring of two keys is accepted as given", () => {
    const keys = `k2:${Buffer.alloc(32, 7).toString("base64")},k1:${Buffer.alloc(32, 8).toString("base64")}`;
    expect(load({ ENCRYPTION_KEYS: keys }).encryptionKeys).toBe(keys);
  });
});

describe("problems", () => {
  test("all of them are named at once, each with a fix, none with the value", () => {
    const error = problemsOf({ PORT: "70000", LOG_LEVEL: "loud", DATABASE_URL: "mysql://root:hunter2@db/x" });
    expect(error.problems.map(({ name }) => name).sort()).toEqual(["DATABASE_URL", "LOG_LEVEL", "PORT"]);
    expect(error.problems.every(({ fix }) => fix.startsWith("Set it to "))).toBe(true);
    expect(error.message).not.toContain("hunter2");
  });

  test("a Mailcow without a key is a problem for the worker, not for the web process", () => {
    const environment = { MAILCOW_API_URL: "https://mail.acme.org" };
    expect(problemsOf(environment).message).toContain("MAILCOW_API_KEY");
    expect(load(environment, "web").mailcow.apiUrl).toBe("https://mail.acme.org");
  });

  test("a secret file that is missing names the file and is reported once", () => {
    const error = problemsOf({
      MAILCOW_API_URL: "https://mail.acme.org",
      MAILCOW_API_KEY_FILE: "nowhere.txt",
    });
    expect(error.problems).toHaveLength(1);
    expect(error.message).toContain("nowhere.txt");
  });
});

describe("warnings", () => {
  const warningsOf = (environment: Record<string, string>) =>
    loadSettings("web", environment, project).warnings;

  test("a misspelt MAILCOW_ name is named with the nearest one", () => {
    expect(warningsOf({ MAILCOW_API_URI: "https://mail.acme.org" })).toEqual([
      "MAILCOW_API_URI is not a setting and is ignored. Did you mean MAILCOW_API_URL?",
    ]);
  });

  test("switching TLS verification off is accepted, with a warning", () => {
    expect(warningsOf({ ...REAL, MAILCOW_VERIFY_SSL: "false" }).join()).toContain("MAILCOW_CA_FILE");
  });

  test("correct settings cause none", () => {
    expect(warningsOf({ ...REAL, MAILCOW_IMAP_HOST: "imap.acme.org" })).toEqual([]);
  });
});
