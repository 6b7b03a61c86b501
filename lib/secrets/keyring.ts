import { createCipheriv, createDecipheriv, createHmac, hkdfSync, randomBytes } from "node:crypto";

/**
 * The keys this installation seals with. The first key seals, all of them open, so a new key can be put in
 * front without making old secrets unreadable.
 */
export interface Keyring {
  /** Seals text for one place (`table:column:row`); moved to another row it no longer opens. */
  seal(plain: string, place: string): string;
  /** @throws {SealError} for another place, a key that is gone, or changed bytes. */
  open(sealed: string, place: string): string;
  /** As {@link seal}, for bytes: no bigger than they were but for a few dozen. */
  sealBytes(plain: Uint8Array, place: string): Buffer;
  /** @throws {SealError} as {@link open}. */
  openBytes(sealed: Uint8Array, place: string): Buffer;
  /** Keyed hash by the newest key, for storing. */
  hmac(purpose: string, text: string): string;
  /** Keyed hashes by every key, newest first, for looking up what an older key stored. */
  hmacs(purpose: string, text: string): readonly string[];
}

export class SealError extends Error {
  override readonly name = "SealError";
}

const VERSION = "v1";
const NONCE_BYTES = 12;
const TAG_BYTES = 16;
const KEY_BYTES = 32;

interface Key {
  readonly id: string;
  readonly sealing: Buffer;
  readonly hashing: Buffer;
}

/**
 * @param encryptionKeys `k2:<base64 of 32 bytes>,k1:<base64>`: newest first.
 * @throws {SealError} when a key is not 32 bytes or an id comes twice.
 */
export function createKeyring(encryptionKeys: string): Keyring {
  const keys = encryptionKeys.split(",").map((entry) => readKey(entry.trim()));
  const [newest] = keys;
  if (!newest || new Set(keys.map((key) => key.id)).size !== keys.length) {
    throw new SealError("ENCRYPTION_KEYS needs at least one key, each with an id of its own");
  }
  return {
    seal: (plain, place) => seal(newest, plain, place),
    open: (sealed, place) => open(keys, sealed, place),
    sealBytes: (plain, place) =>
      Buffer.concat([Buffer.from(`${VERSION}.${newest.id}.`), encrypt(newest, plain, place)]),
    openBytes: (sealed, place) => openBytes(keys, Buffer.from(sealed), place),
    hmac: (purpose, text) => keyedHash(newest, purpose, text),
    hmacs: (purpose, text) => keys.map((key) => keyedHash(key, purpose, text)),
  };
}

function readKey(entry: string): Key {
  const [id, encoded] = entry.split(":");
  const bytes = Buffer.from(encoded ?? "", "base64");
  if (!id || bytes.length !== KEY_BYTES) {
    throw new SealError("a key in ENCRYPTION_KEYS is not of the form id:base64 of 32 bytes");
  }
  return { id, sealing: derive(bytes, "pasture sealing"), hashing: derive(bytes, "pasture hashing") };
}

/** One purpose, one key: the bytes given are never used directly. */
function derive(bytes: Buffer, purpose: string): Buffer {
  return Buffer.from(hkdfSync("sha256", bytes, Buffer.alloc(0), purpose, KEY_BYTES));
}

function seal(key: Key, plain: string, place: string): string {
  return [VERSION, key.id, encrypt(key, Buffer.from(plain), place).toString("base64url")].join(".");
}

function encrypt(key: Key, plain: Uint8Array, place: string): Buffer {
  const nonce = randomBytes(NONCE_BYTES);
  const cipher = createCipheriv("aes-256-gcm", key.sealing, nonce).setAAD(Buffer.from(place));
  const body = cipher.update(plain);
  return Buffer.concat([nonce, body, cipher.final(), cipher.getAuthTag()]);
}

function open(keys: readonly Key[], sealed: string, place: string): string {
  const [version, id, encoded] = sealed.split(".");
  return decrypt(keys, version, id, Buffer.from(encoded ?? "", "base64url"), place).toString("utf8");
}

const DOT = 0x2e;

function openBytes(keys: readonly Key[], sealed: Buffer, place: string): Buffer {
  const first = sealed.indexOf(DOT);
  const second = sealed.indexOf(DOT, first + 1);
  const [version, id] = [
    sealed.subarray(0, Math.max(first, 0)),
    sealed.subarray(first + 1, Math.max(second, 0)),
  ];
  return decrypt(keys, version.toString(), id.toString(), sealed.subarray(second + 1), place);
}

function decrypt(
  keys: readonly Key[],
  version: string | undefined,
  id: string | undefined,
  bytes: Buffer,
  place: string,
): Buffer {
  const key = keys.find((candidate) => candidate.id === id);
  if (version !== VERSION || !key || bytes.length < NONCE_BYTES + TAG_BYTES) {
    throw new SealError("a sealed value was made with a key that is not in ENCRYPTION_KEYS");
  }
  const decipher = createDecipheriv("aes-256-gcm", key.sealing, bytes.subarray(0, NONCE_BYTES))
    .setAAD(Buffer.from(place))
    .setAuthTag(bytes.subarray(-TAG_BYTES));
  try {
    const body = bytes.subarray(NONCE_BYTES, -TAG_BYTES);
    return Buffer.concat([decipher.update(body), decipher.final()]);
  } catch (cause) {
    throw new SealError("a sealed value was changed or belongs to another place", { cause });
  }
}

function keyedHash(key: Key, purpose: string, text: string): string {
  const digest = createHmac("sha256", key.hashing).update(`${purpose}\0${text}`).digest("base64url");
  return `${key.id}.${digest}`;
}
