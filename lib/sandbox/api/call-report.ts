import { isDeepStrictEqual } from "node:util";

/** The message of one result: a key, or a key with its values. */
export type ReportMessage = string | readonly unknown[];

type ReportEntry = {
  readonly type: "success" | "warning" | "danger";
  readonly log: readonly unknown[];
  readonly msg: ReportMessage;
};

/** Collects the results of an add, edit or delete in the order in which they happened. */
export class CallReport {
  readonly #entries: ReportEntry[] = [];

  succeed(log: readonly unknown[], msg: ReportMessage): void {
    this.#entries.push({ type: "success", log, msg });
  }

  warn(log: readonly unknown[], msg: ReportMessage): void {
    this.#entries.push({ type: "warning", log, msg });
  }

  refuse(log: readonly unknown[], msg: ReportMessage): void {
    this.#entries.push({ type: "danger", log, msg });
  }

  hasSucceeded(msg: readonly unknown[]): boolean {
    return this.#entries.some((entry) => entry.type === "success" && isDeepStrictEqual(entry.msg, msg));
  }

  /** "Task completed" is what Mailcow says when nothing was reported, which is no proof that anything was done. */
  toBody(): unknown {
    return this.#entries.length > 0 ? this.#entries : { type: "success", msg: "Task completed" };
  }
}

/** The echo of a call to Mailcow's `mailbox()` function. */
export function mailboxLog(action: string, type: string, data: Attributes): readonly unknown[] {
  return ["mailbox", action, type, maskPasswords(data), null];
}

/** The echo of any other function, which has no trailing null. */
export function functionLog(name: string, action: string, ...rest: readonly unknown[]): readonly unknown[] {
  return [name, action, ...rest];
}

export type Attributes = Readonly<Record<string, unknown>>;

export function maskPasswords(data: Attributes): Attributes {
  const masked = Object.entries(data).map(([key, value]) => [key, PASSWORD_FIELDS.has(key) ? "*" : value]);
  return Object.fromEntries(masked);
}

export const PASSWORD_CHECK_LOG: readonly unknown[] = ["password_check", null, null];
const PASSWORD_FIELDS = new Set(["password", "password2", "app_passwd", "app_passwd2"]);
