import { z } from "zod";

const port = z.coerce.number().int().min(1).max(65535);
const positive = z.coerce.number().int().min(1).max(10_000_000);
const host = z.string().regex(/^[A-Za-z0-9]([A-Za-z0-9.:-]*[A-Za-z0-9])?$/);
const hostList = z
  .string()
  .toLowerCase()
  .transform((text) => text.split(",").map((entry) => entry.trim()))
  .pipe(z.array(z.string().regex(/^[a-z0-9:]([a-z0-9_.:-]*[a-z0-9:])?(\/\d{1,3})?$/)));
const webUrl = z.url({ protocol: /^https?$/ });
const domainName = z
  .string()
  .toLowerCase()
  .regex(/^([a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z0-9-]{2,63}$/);

/** "true" and its usual spellings; anything else is a problem, not false. */
const truth = z.stringbool({
  truthy: ["true", "1", "yes", "on"],
  falsy: ["false", "0", "no", "off"],
});

/** Sample values that have been published in documentation and are therefore no secrets. */
const KNOWN_SAMPLES = /change.?me|^secret$|example|placeholder|your[-_ ]|^password|^(.)\1+$|^1234/i;

const secret = z.string().refine((value) => !KNOWN_SAMPLES.test(value));

const keyring = z.string().refine(isKeyring);

interface Field<Schema extends z.ZodType> {
  readonly schema: Schema;
  /** Completes the sentence "Set it to …". */
  readonly expects: string;
}

function field<Schema extends z.ZodType>(schema: Schema, expects: string): Field<Schema> {
  return { schema, expects };
}

/** What each name of the environment must look like when it is set. */
export const environmentFields = {
  MAILCOW_API_URL: field(webUrl, "an address such as https://mail.example.org"),
  MAILCOW_API_KEY: field(secret.min(8), "the read-write key from Mailcow's System > Configuration > API"),
  MAILCOW_DOMAIN: field(domainName, "a domain such as example.org"),
  MAILCOW_VERIFY_SSL: field(truth, "true or false"),
  MAILCOW_IMAP_HOST: field(host, "a host name"),
  MAILCOW_IMAP_PORT: field(port, "a port, 1 to 65535"),
  MAILCOW_SMTP_HOST: field(host, "a host name"),
  MAILCOW_SMTP_PORT: field(port, "a port, 1 to 65535"),
  WEBMAIL_URL: field(webUrl, "an address such as https://mail.example.org/SOGo/"),
  MAILBOX_QUOTA_MB: field(positive, "a whole number of megabytes"),
  DEFAULT_MAILBOX_QUOTA: field(positive, "a whole number of megabytes"),
  MAILBOX_EXPIRY_HOURS: field(positive, "a whole number of hours"),
  PASSWORD_LENGTH: field(z.coerce.number().int().min(12).max(128), "a number from 12 to 128"),
  MAILBOX_TLS_ENFORCE: field(truth, "true or false"),
  MAILBOX_FORCE_PW_UPDATE: field(truth, "true or false"),
  REGISTRATION_MODE: field(
    z.enum(["open", "invite", "approval", "closed"]),
    "open, invite, approval or closed",
  ),
  REGISTRATION_CAPTCHA: field(z.enum(["when-busy", "always", "off"]), "when-busy, always or off"),
  REGISTRATIONS_PER_HOUR: field(
    z.coerce.number().int().min(0).max(1_000_000),
    "how many registrations one network may make an hour, 0 for no limit",
  ),
  ALLOWED_PRIVATE_HOSTS: field(
    hostList,
    "names, addresses or networks such as imap.internal,10.0.0.0/8, separated by commas",
  ),
  DATABASE_URL: field(
    z.url({ protocol: /^postgres(ql)?$/ }),
    "an address such as postgresql://user:password@host:5432/pasture",
  ),
  PORT: field(port, "a port, 1 to 65535"),
  APP_URL: field(webUrl, "the address people open, such as https://pasture.example.org"),
  LOG_LEVEL: field(
    z.enum(["fatal", "error", "warn", "info", "debug", "trace", "silent"]),
    "fatal, error, warn, info, debug, trace or silent",
  ),
  TRUSTED_PROXY_HOPS: field(
    z.coerce.number().int().min(0).max(10),
    "the number of proxies in front, 0 to 10",
  ),
  NEXTAUTH_SECRET: field(secret.min(32), "at least 32 random characters (openssl rand -base64 32)"),
  ENCRYPTION_KEYS: field(keyring, "name:key pairs such as k1:BASE64, each key 32 random bytes, newest first"),
  METRICS_TOKEN: field(secret.min(16), "at least 16 random characters"),
  SMTP_URL: field(z.url({ protocol: /^smtps?$/ }), "an address such as smtp://user:password@host:587"),
  EMAIL_FROM: field(
    z.string().regex(/^[^<>\r\n]*<?[^\s<>@]+@[^\s<>@]+>?$/),
    "a sender such as Pasture <noreply@example.org>",
  ),
} as const;

export type EnvironmentName = keyof typeof environmentFields;

/** The parsed values; a name that is unset is null. */
export type EnvironmentValues = {
  readonly [Name in EnvironmentName]: z.output<(typeof environmentFields)[Name]["schema"]> | null;
};

const KEY_BYTES = 32;

function isKeyring(text: string): boolean {
  const names = new Set<string>();
  return text.split(",").every((pair) => {
    const match = /^([a-z][a-z0-9]{0,15}):([A-Za-z0-9+/_-]+={0,2})$/.exec(pair.trim());
    if (!match?.[1] || !match[2] || names.has(match[1])) return false;
    names.add(match[1]);
    return Buffer.from(match[2], "base64").length === KEY_BYTES;
  });
}
