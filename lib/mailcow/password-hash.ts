import { createHash, randomBytes } from "node:crypto";

/**
 * What Mailcow stores as it is and PHP's `password_verify` or Mailcow itself can check. Mailcow does not look behind
 * the prefix: a wrong hash is stored with success and nobody can ever log in.
 */
const STORABLE_HASHES: readonly RegExp[] = [
  /^\{ARGON2ID\}\$argon2id\$v=19\$m=\d+,t=\d+,p=\d+\$[A-Za-z0-9+/]{11,}\$[A-Za-z0-9+/]{22,}$/,
  /^\{SSHA512\}[A-Za-z0-9+/]{86,}={0,2}$/,
  /^\{SSHA256\}[A-Za-z0-9+/]{43,}={0,2}$/,
  /^\{BLF-CRYPT\}\$2[aby]\$\d{2}\$[./A-Za-z0-9]{53}$/,
  /^\{SHA512-CRYPT\}\$6\$[^\s:]{1,40}\$[./A-Za-z0-9]{86}$/,
];

const SALT_BYTES = 16;

/**
 * Only hashes may reach Mailcow, and only such that somebody can log in with.
 *
 * Refused are a bare password or bare `$argon2id$…` (Mailcow would hash it again), schemes outside Mailcow's list
 * (likewise), `{PLAIN}` and its kin (stored in clear), and Argon2 parameters in another order than `m,t,p`, which PHP
 * cannot read.
 *
 * @throws RangeError, which does not repeat the text
 */
export function requireStorableHash(passwordHash: string): string {
  if (!STORABLE_HASHES.some((shape) => shape.test(passwordHash))) {
    throw new RangeError("Not a password hash that Mailcow stores as it is and can check.");
  }
  return passwordHash;
}

/**
 * The form in which Mailcow takes an Argon2id hash as npm `argon2` 0.44 writes it.
 *
 * @throws RangeError when PHP could not check it
 */
export function toMailcowHash(argon2idHash: string): string {
  return requireStorableHash(`{ARGON2ID}${argon2idHash}`);
}

/**
 * A hash for a password that a machine drew: at least 256 random bits need no slow hash, and this one is checked in
 * microseconds. Never for one a person chose.
 */
export function hashMachinePassword(password: string): string {
  const salt = randomBytes(SALT_BYTES);
  const digest = createHash("sha512").update(password, "utf8").update(salt).digest();
  return `{SSHA512}${Buffer.concat([digest, salt]).toString("base64")}`;
}
