import { z } from "zod";

/**
 * A way of going wrong. Without `method` and `path` it strikes every API call and counts as "the web part of the
 * mail server is away", in which case mail logins fail unless they are cached. `path` is the source of a regular
 * expression tried on the URL's path; `times` is how many matching calls are struck before the fault ends.
 */
const scope = {
  method: z.string().optional(),
  path: z.string().optional(),
  times: z.number().int().positive().optional(),
};

export const sandboxFaultSchema = z.discriminatedUnion("kind", [
  /** The connection is reset before an answer. */
  z.strictObject({ kind: z.literal("down"), ...scope }),
  /** The call is read and never answered; nothing is done. */
  z.strictObject({ kind: z.literal("hang"), ...scope }),
  /** HTTP 200 without a body. */
  z.strictObject({ kind: z.literal("empty"), afterWork: z.boolean().optional(), ...scope }),
  /** An HTML error page, 502 unless said otherwise. */
  z.strictObject({
    kind: z.literal("html"),
    status: z.number().int().optional(),
    afterWork: z.boolean().optional(),
    ...scope,
  }),
  /** The work is done, the JSON ends in the middle. */
  z.strictObject({ kind: z.literal("cut-json"), ...scope }),
  /** The work is done and saved, then the connection is reset. */
  z.strictObject({ kind: z.literal("lost-response"), ...scope }),
  z.strictObject({ kind: z.literal("slow"), delayMs: z.number().nonnegative(), ...scope }),
  /** HTTP 200 with one `danger` entry and this message; nothing is done. */
  z.strictObject({
    kind: z.literal("refuse"),
    msg: z.union([z.string(), z.array(z.unknown())]),
    ...scope,
  }),
  /** 401 as for a wrong key. */
  z.strictObject({ kind: z.literal("unauthorised"), ...scope }),
  /** 429 as a proxy in front of the mail server would say it. */
  z.strictObject({ kind: z.literal("rate-limited"), ...scope }),
]);

export type SandboxFault = z.infer<typeof sandboxFaultSchema>;

/** Holds the fault that is switched on and counts its strikes. */
export class FaultSwitch {
  #fault: SandboxFault | null = null;
  #left = Number.POSITIVE_INFINITY;

  get current(): SandboxFault | null {
    return this.#fault;
  }

  /** @throws {SyntaxError} when `path` is no regular expression. */
  set(fault: SandboxFault | null): void {
    if (fault?.path !== undefined) new RegExp(fault.path);
    this.#fault = fault;
    this.#left = fault?.times ?? Number.POSITIVE_INFINITY;
  }

  /** The fault that strikes this call, used up by one. */
  take(method: string, path: string): SandboxFault | null {
    const fault = this.#fault;
    if (!fault || !matches(fault, method, path)) return null;
    this.#left -= 1;
    if (this.#left <= 0) this.#fault = null;
    return fault;
  }

  /** True when nothing of the web part answers usefully, so that a mail login cannot be checked. */
  get isWebPartAway(): boolean {
    const fault = this.#fault;
    if (!fault || fault.method !== undefined || fault.path !== undefined) return false;
    return fault.kind === "down" || fault.kind === "hang" || fault.kind === "html" || fault.kind === "empty";
  }
}

function matches(fault: SandboxFault, method: string, path: string): boolean {
  if (fault.method !== undefined && fault.method.toUpperCase() !== method) return false;
  return fault.path === undefined || new RegExp(fault.path).test(path);
}
