import { randomBytes } from "node:crypto";
import { z } from "zod";
import { addMailbox } from "@/lib/sandbox/api/add-mailbox";
import { type ApiAnswer, answerError, answerJson } from "@/lib/sandbox/api/api-answer";
import type { ApiContext } from "@/lib/sandbox/api/api-context";
import type { WireCall } from "@/lib/sandbox/api/call-input";
import { CallReport } from "@/lib/sandbox/api/call-report";
import type { CallRecorder } from "@/lib/sandbox/call-recorder";
import { type FaultSwitch, sandboxFaultSchema } from "@/lib/sandbox/fault";
import { findMailbox } from "@/lib/sandbox/find-records";
import { listSandboxMailboxes } from "@/lib/sandbox/list-sandbox-mailboxes";
import type { OutsideMessage } from "@/lib/sandbox/mail/deliver-message";
import type { MailUsage } from "@/lib/sandbox/mail/mail-store";
import type { SandboxStore } from "@/lib/sandbox/sandbox-store";

const BASE = "/_sandbox/";

export type ControlRoutes = (call: WireCall) => Promise<ApiAnswer>;

export type ControlParts = {
  readonly context: ApiContext;
  readonly store: SandboxStore;
  readonly faults: FaultSwitch;
  readonly recorder: CallRecorder;
  readonly loginCache: { clear(): void };
  /** Null when the mail store counts for itself. */
  readonly setUsage: ((username: string, usage: MailUsage) => void) | null;
  /** Null when the sandbox runs without mail. */
  readonly deliver: ((message: OutsideMessage) => Promise<void>) | null;
  readonly describe: () => unknown;
};

export function isControlPath(path: string): boolean {
  return path.startsWith(BASE);
}

/**
 * What Mailcow has no call for: faults, counts, mailboxes made by somebody else, torn ones, incoming mail. Bodies
 * and answers are plain JSON; a wrong body is 400, an unknown route 404. The caller has checked the key.
 */
export function createControlRoutes(parts: ControlParts): ControlRoutes {
  const routes = listRoutes(parts);
  return async (call) => {
    const route = routes[`${call.method} ${call.url.pathname.slice(BASE.length)}`];
    if (!route) return answerError("unknown control route", 404);
    try {
      return await route(call.body === "" ? {} : JSON.parse(call.body));
    } catch (error) {
      if (error instanceof z.ZodError || error instanceof SyntaxError) return answerError(error.message, 400);
      throw error;
    }
  };
}

type ControlRoute = (body: unknown) => Promise<ApiAnswer> | ApiAnswer;

function listRoutes(parts: ControlParts): Readonly<Record<string, ControlRoute>> {
  const { faults, recorder, loginCache, context } = parts;
  return {
    "GET info": () => answerJson(parts.describe()),
    "GET mailboxes": () => answerJson(listSandboxMailboxes(context.state)),
    "POST mailboxes": (body) => makeForeignMailbox(parts, foreignMailboxSchema.parse(body)),
    "GET calls": () => answerJson(recorder.list()),
    "DELETE calls": () => {
      recorder.reset();
      return answerDone();
    },
    "GET fault": () => answerJson(faults.current),
    "POST fault": (body) => {
      faults.set(sandboxFaultSchema.parse(body));
      return answerDone();
    },
    "DELETE fault": () => {
      faults.set(null);
      return answerDone();
    },
    "DELETE login-cache": () => {
      loginCache.clear();
      return answerDone();
    },
    "POST torn": (body) => tearMailbox(parts, tornSchema.parse(body)),
    "POST usage": (body) => setUsage(parts, usageSchema.parse(body)),
    "POST messages": (body) => deliverMessage(parts, messageSchema.parse(body)),
  };
}

const address = z.string().includes("@").toLowerCase();
const foreignMailboxSchema = z.strictObject({
  address,
  password: z.string().min(1).optional(),
  name: z.string().optional(),
  quotaMiB: z.number().int().nonnegative().optional(),
});
const tornSchema = z.strictObject({ address, missing: z.enum(["usage", "alias"]) });
const usageSchema = z.strictObject({
  address,
  usedBytes: z.number().int().nonnegative(),
  messages: z.number().int().nonnegative(),
});
const messageSchema = z.strictObject({
  to: address,
  from: address.optional(),
  subject: z.string().optional(),
  text: z.string().optional(),
});

/** As if an administrator of the mail server had made it: no marker, no tags. */
async function makeForeignMailbox(
  parts: ControlParts,
  input: z.infer<typeof foreignMailboxSchema>,
): Promise<ApiAnswer> {
  const at = input.address.lastIndexOf("@");
  const password = input.password ?? randomBytes(16).toString("hex");
  const attributes = {
    local_part: input.address.slice(0, at),
    domain: input.address.slice(at + 1),
    name: input.name ?? "",
    password,
    password2: password,
    quota: input.quotaMiB ?? 1024,
    active: 1,
  };
  const report = new CallReport();
  const call = {
    action: "add",
    category: "mailbox",
    object: null,
    extra: null,
    query: new URLSearchParams(),
  };
  await addMailbox(parts.context, { ...call, attributes, items: [] }, report);
  await parts.store.save();
  const isMade = report.hasSucceeded(["mailbox_added", input.address]);
  return answerJson(report.toBody(), isMade ? 200 : 409);
}

async function tearMailbox(parts: ControlParts, input: z.infer<typeof tornSchema>): Promise<ApiAnswer> {
  const mailbox = findMailbox(parts.context.state, input.address);
  if (!mailbox) return answerError("no such mailbox", 404);
  if (input.missing === "usage") mailbox.hasUsageRow = false;
  else mailbox.hasAliasRow = false;
  await parts.store.save();
  return answerDone();
}

function setUsage(parts: ControlParts, input: z.infer<typeof usageSchema>): ApiAnswer {
  if (!parts.setUsage) return answerError("with mail running, usage is counted", 409);
  parts.setUsage(input.address, { usedBytes: input.usedBytes, messages: input.messages });
  return answerDone();
}

async function deliverMessage(parts: ControlParts, input: z.infer<typeof messageSchema>): Promise<ApiAnswer> {
  if (!parts.deliver) return answerError("the sandbox runs without mail", 409);
  await parts.deliver({
    from: input.from ?? "someone@outside.test",
    to: input.to,
    subject: input.subject ?? "Hello",
    text: input.text ?? "Hello from outside.",
  });
  return answerDone();
}

function answerDone(): ApiAnswer {
  return answerJson({ done: true });
}
