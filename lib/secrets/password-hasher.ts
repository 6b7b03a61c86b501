import { randomBytes } from "node:crypto";
import { availableParallelism } from "node:os";
import argon2 from "argon2";
import { BulkheadRejectedError, bulkhead } from "cockatiel";

/**
 * Hashes passwords people chose. One argon2id hash serves the account and, behind `{ARGON2ID}`, the mailbox.
 * Argon2 runs in libuv's pool of four threads, which file and DNS calls share: as many hashes as cores run at
 * once, a bounded number wait, and the rest are refused with {@link HasherBusyError}.
 */
export interface PasswordHasher {
  hash(password: string): Promise<string>;
  /** False for a wrong password and for `null`, which takes as long: an unknown account cannot be told apart. */
  verify(hash: string | null, password: string): Promise<boolean>;
  /** True when the stored hash was made with weaker parameters than today's. */
  needsRehash(hash: string): boolean;
}

/** Too many passwords are being hashed; nothing was done, try again after `retryAfterSeconds`. */
export class HasherBusyError extends Error {
  override readonly name = "HasherBusyError";
  readonly retryAfterSeconds = 2;
}

/** OWASP's minimum for argon2id: 19 MiB, two passes, one lane. */
const PARAMETERS = { type: argon2.argon2id, memoryCost: 19_456, timeCost: 2, parallelism: 1 } as const;
const WAITING_LIMIT = 50;

export function createPasswordHasher(options: { readonly waitingLimit?: number } = {}): PasswordHasher {
  const gate = bulkhead(availableParallelism(), options.waitingLimit ?? WAITING_LIMIT);
  const gated = async <Value>(work: () => Promise<Value>): Promise<Value> => {
    try {
      return await gate.execute(work);
    } catch (cause) {
      if (cause instanceof BulkheadRejectedError)
        throw new HasherBusyError("too many hashes wait", { cause });
      throw cause;
    }
  };
  let decoy: Promise<string> | undefined;
  return {
    hash: (password) => gated(() => argon2.hash(password, PARAMETERS)),
    verify: async (hash, password) => {
      decoy ??= argon2.hash(randomBytes(16).toString("hex"), PARAMETERS);
      const against = hash ?? (await decoy);
      const matches = await gated(() => argon2.verify(against, password));
      return hash !== null && matches;
    },
    needsRehash: (hash) => argon2.needsRehash(hash, PARAMETERS),
  };
}
