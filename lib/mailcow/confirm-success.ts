import { z } from "zod";
import { MailcowError } from "@/lib/mailcow/mailcow-error";

/** One thing the answer must say: the code, and the item it is about where Mailcow names it. */
export type ExpectedSuccess = { readonly code: string; readonly item?: string };

export type ConfirmedWrite = {
  /** The remaining parts of each expected message, such as the id in `["alias_added", address, id]`. */
  readonly details: readonly (readonly unknown[])[];
  /** True when Mailcow added a warning to its success. */
  readonly hasWarnings: boolean;
};

const entry = z.object({
  type: z.string(),
  msg: z.union([z.string().transform((text): unknown[] => [text]), z.array(z.unknown())]),
});

type Entry = z.output<typeof entry>;

/**
 * Proof that a write was done, for all of `expected`.
 *
 * The answer must be a list that names each expected success for that very item and holds no failure.
 * `{"type":"success","msg":"Task completed"}` only says that nothing was reported, which is also so when nothing was
 * done.
 *
 * @throws MailcowError `rejected` with Mailcow's keys when nothing was done; `unclear-answer` for everything else,
 *   also when a part was done and a part refused
 */
export function confirmSuccess(
  endpoint: string,
  answer: unknown,
  expected: readonly ExpectedSuccess[],
): ConfirmedWrite {
  const entries = z.array(entry).safeParse(answer);
  if (!entries.success) {
    throw new MailcowError({ code: "unclear-answer", endpoint, detail: "no list of results" });
  }
  const found = expected.map((wanted) => entries.data.find((candidate) => matches(candidate, wanted)));
  const refusals = entries.data.filter(({ type }) => type !== "success" && type !== "warning");
  if (refusals.length > 0) {
    throw describeRefusal(endpoint, refusals, found);
  }
  if (found.includes(undefined)) {
    throw new MailcowError({ code: "unclear-answer", endpoint, detail: "no word about the item" });
  }
  return {
    details: found.map((match) => match?.msg.slice(2) ?? []),
    hasWarnings: entries.data.some(({ type }) => type === "warning"),
  };
}

function matches({ type, msg }: Entry, { code, item }: ExpectedSuccess): boolean {
  return (
    type === "success" && msg[0] === code && (item === undefined || String(msg[1]).toLowerCase() === item)
  );
}

function describeRefusal(
  endpoint: string,
  refusals: readonly Entry[],
  found: readonly (Entry | undefined)[],
): MailcowError {
  return found.some((match) => match !== undefined)
    ? new MailcowError({ code: "unclear-answer", endpoint, detail: "only a part was done" })
    : new MailcowError({ code: "rejected", endpoint, messageKeys: refusals.map(messageKey) });
}

/** Mailcow sometimes puts a sentence, even an SQL error, where a key belongs; such text stays here. */
function messageKey({ msg }: Entry): string {
  const key = msg[0];
  return typeof key === "string" && /^[a-z][a-z0-9_]{1,63}$/.test(key) ? key : "unrecognised_message";
}
