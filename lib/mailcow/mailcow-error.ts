export type MailcowErrorCode =
  /** No connection came about, so Mailcow never saw the call. */
  | "unreachable"
  /** The deadline passed; Mailcow may still be at work, its PHP goes on after the client hangs up. */
  | "timed-out"
  /** 401 or 403. Ten of these and Mailcow bans the caller's address from the whole mail server. */
  | "unauthorised"
  /** Mailcow said no and did nothing. */
  | "rejected"
  /** Nobody can tell whether the work was done. */
  | "unclear-answer"
  /** Not sent: earlier answers were so bad that the client is holding back. `cause` is the last of them. */
  | "circuit-open"
  /** Not sent: too many calls are waiting already. */
  | "overloaded";

export type MailcowErrorDetails = {
  readonly code: MailcowErrorCode;
  /** The call without its parameters, such as `add/mailbox`. Never an address. */
  readonly endpoint: string;
  readonly messageKeys?: readonly string[];
  /** A fixed phrase of ours, such as `an empty body`. Never text from an answer. */
  readonly detail?: string;
  readonly cause?: unknown;
};

const SENTENCES: Record<MailcowErrorCode, string> = {
  unreachable: "Mailcow cannot be reached",
  "timed-out": "Mailcow did not answer in time",
  unauthorised: "Mailcow refused the API key",
  rejected: "Mailcow refused the call",
  "unclear-answer": "Mailcow's answer does not say what happened",
  "circuit-open": "not sent, because Mailcow failed repeatedly or refused the API key",
  overloaded: "not sent, because too many calls are waiting",
};

/** A call to the Mailcow API that did not give the answer we asked for. Its text holds no secret and no part of a body. */
export class MailcowError extends Error {
  override readonly name = "MailcowError";
  readonly code: MailcowErrorCode;
  readonly endpoint: string;
  /** Mailcow's own message keys, such as `object_exists`; empty unless `code` is `rejected`. */
  readonly messageKeys: readonly string[];

  constructor(details: MailcowErrorDetails) {
    super(describe(details), details.cause === undefined ? undefined : { cause: details.cause });
    this.code = details.code;
    this.endpoint = details.endpoint;
    this.messageKeys = details.messageKeys ?? [];
  }

  /** True when nobody can tell whether Mailcow did the work: look before repeating. */
  get isUnclear(): boolean {
    return this.code === "timed-out" || this.code === "unclear-answer";
  }
}

function describe({ code, endpoint, messageKeys = [], detail }: MailcowErrorDetails): string {
  const reason = [...messageKeys, ...(detail === undefined ? [] : [detail])].join(", ");
  return reason === "" ? `${endpoint}: ${SENTENCES[code]}` : `${endpoint}: ${SENTENCES[code]} (${reason})`;
}
