import { createHash, timingSafeEqual } from "node:crypto";
import argon2 from "argon2";
import bcrypt from "bcryptjs";
import { PhpFailure } from "@/lib/sandbox/api/php-failure";

/**
 * What Mailcow stores for a password: the text itself when it starts with a scheme Mailcow knows (in any case),
 * else bcrypt with cost 10, which sees the first 72 bytes only.
 * @throws {PhpFailure} for a NUL byte, which PHP's bcrypt refuses.
 */
export async function hashPassword(password: string): Promise<string> {
  if (PRE_HASHED.test(password)) return password;
  if (password.includes("\0")) throw new PhpFailure("bcrypt password must not contain null character");
  const hash = await bcrypt.hash(password, BCRYPT_COST);
  return `{BLF-CRYPT}${hash.replace(/^\$2[ab]\$/, "$2y$")}`;
}

/**
 * Verifies as PHP's `password_verify` and Mailcow's own code do; a hash PHP cannot read never matches.
 * SHA512-CRYPT and the MD5 family are stored but not verified here.
 */
export async function verifyPassword(stored: string, password: string): Promise<boolean> {
  const [, scheme, hash] = /^\{([A-Z0-9-]+)\}(.*)$/is.exec(stored) ?? [];
  if (scheme === undefined || hash === undefined) return false;
  switch (scheme.toUpperCase()) {
    case "ARGON2I":
    case "ARGON2ID":
      return PHP_ARGON2.test(hash) && verifyQuietly(argon2.verify(hash, password));
    case "BLF-CRYPT":
      return verifyQuietly(bcrypt.compare(password, hash));
    case "SSHA512":
      return matchesSalted("sha512", 64, hash, password);
    case "SSHA256":
      return matchesSalted("sha256", 32, hash, password);
    case "SSHA":
      return matchesSalted("sha1", 20, hash, password);
    case "PLAIN":
    case "CLEAR":
    case "CLEARTEXT":
      return isSame(Buffer.from(hash), Buffer.from(password));
    default:
      return false;
  }
}

const BCRYPT_COST = 10;
/** PHP reads the parameters only in this order; other writers put `p` before `t`. */
const PHP_ARGON2 = /^\$argon2id?\$v=19\$m=\d+,t=\d+,p=\d+\$/;
const PRE_HASHED =
  /^\{(ARGON2I|ARGON2ID|BLF-CRYPT|CLEAR|CLEARTEXT|CRYPT|DES-CRYPT|LDAP-MD5|MD5|MD5-CRYPT|PBKDF2|PLAIN|PLAIN-MD4|PLAIN-MD5|PLAIN-TRUNC|SHA|SHA1|SHA256|SHA256-CRYPT|SHA512|SHA512-CRYPT|SMD5|SSHA|SSHA256|SSHA512)\}/i;

/** Digest and salt in one base64 text, the salt behind the digest. */
function matchesSalted(algorithm: string, digestBytes: number, encoded: string, password: string): boolean {
  const bytes = Buffer.from(encoded, "base64");
  const salt = bytes.subarray(digestBytes);
  const computed = createHash(algorithm).update(password).update(salt).digest();
  return isSame(bytes.subarray(0, digestBytes), computed);
}

function isSame(left: Buffer, right: Buffer): boolean {
  return left.length === right.length && timingSafeEqual(left, right);
}

async function verifyQuietly(verification: Promise<boolean>): Promise<boolean> {
  return verification.catch(() => false);
}
