import { z } from "zod";
import { fail, type Result } from "@/lib/errors/result";
import {
  type CreateTemporaryMailboxFailure,
  createTemporaryMailbox,
} from "@/lib/temporary-mailboxes/create-temporary-mailbox";
import { MAX_LIFETIME_HOURS } from "@/lib/temporary-mailboxes/policy";
import { findTemporaryMailbox } from "@/lib/temporary-mailboxes/queries";
import { awaitOperation } from "../await-operation";
import { defineRoute, reply } from "../define-route";
import type { Refusal } from "../describe-problem";
import { mailboxStatus } from "../mailbox-json";
import { operationJson } from "../operation-json";
import type { VisitorReason } from "../problem-kinds";
import { domainKind, expiresAt } from "../temporary-mailbox-json";

export const createRandomMailbox = defineRoute({
  method: "POST",
  path: "/api/v1/mailbox/random",
  tag: "Temporary mailboxes",
  summary: "Make a temporary mailbox with a random address",
  description:
    "The password is told to its owner only. Waits up to 1.5 seconds for the mail server; `status` says whether the mailbox can be used already, and `operation` how its making goes on.",
  scope: "mailbox:write",
  query: z.strictObject({
    domain: z.string().trim().min(1).max(253).optional().meta({
      description: "One that is offered to the account; the operator's first unless given",
    }),
    hours: z.coerce.number().int().min(1).max(MAX_LIFETIME_HOURS).optional().meta({
      description: "Until it expires; what the operator set unless given",
    }),
  }),
  output: z.strictObject({
    email: z.string().meta({ example: "brisk-otter-4821@example.org" }),
    password: z.string().nullable().meta({ description: "For IMAP and SMTP; null on a legacy domain" }),
    expires_at: expiresAt,
    domain: z.string(),
    kind: domainKind,
    status: mailboxStatus,
    imap_server: z.string().nullable().meta({ description: "Null on a legacy domain" }),
    imap_port: z.number().int().nullable(),
    smtp_server: z.string().nullable(),
    smtp_port: z.number().int().nullable(),
    operation: operationJson
      .nullable()
      .meta({ description: "Null on a legacy domain: nothing has to be made" }),
  }),
  successes: { 201: "The address is the account's; see `status`" },
  failures: [
    "not-allowed",
    "unknown-domain",
    "domain-full",
    "day-cap-reached",
    "person-cap-reached",
    "expiry-too-far",
    "busy",
    "rate-limited",
  ],
  failureFields: { "unknown-domain": "domain", "domain-full": "domain", "person-cap-reached": "domain" },
  handle: async ({ context, actor, query }) => {
    const created = await createTemporaryMailbox(context, actor, query);
    if (!created.ok) return explain(created.failure);
    const { mailboxId, address, password, operationId } = created.value;
    const awaited = operationId === null ? null : await awaitOperation(context, operationId);
    const mailbox = await findTemporaryMailbox(context, actor, { mailboxId });
    const { imapHost, imapPort, smtpHost, smtpPort } = context.settings.mail;
    const hasLogin = password !== null;
    return reply(
      201,
      {
        email: address,
        password,
        expires_at: created.value.expiresAt.toISOString(),
        domain: address.slice(address.indexOf("@") + 1),
        kind: mailbox?.kind ?? "managed",
        status: mailbox?.state ?? "pending",
        imap_server: hasLogin ? imapHost : null,
        imap_port: hasLogin ? imapPort : null,
        smtp_server: hasLogin ? smtpHost : null,
        smtp_port: hasLogin ? smtpPort : null,
        operation: awaited?.operation ?? null,
      },
      awaited?.headers,
    );
  },
});

function explain(failure: CreateTemporaryMailboxFailure): Result<never, Refusal<TokenReason>> {
  const { reason } = failure;
  switch (reason) {
    case "expiry-too-far": {
      const message = `At most ${failure.longestHours} hours.`;
      return fail({ reason, errors: [{ field: "hours", code: reason, message }] });
    }
    case "busy":
    case "rate-limited":
      return fail({ reason, retryAfterSeconds: failure.retryAfterSeconds });
    case "sign-in-needed":
    case "owner-secret-needed":
    case "captcha-needed":
    case "captcha-wrong":
      throw new Error(`a token was asked for what only visitors are: ${reason}`);
    default:
      return fail({ reason });
  }
}

type TokenReason = Exclude<CreateTemporaryMailboxFailure["reason"], VisitorReason>;
