import type { Actor } from "@/lib/context/actor";
import type { PortalContext } from "@/lib/context/portal-context";
import { fail, type Result, succeed } from "@/lib/errors/result";
import { LOGIN_PROOF_LIMIT } from "./policy";
import { findMailboxFor } from "./queries";

/** `not-provable`: nothing was learned, because the server did not answer or too many proofs were asked for. */
export type LoginProof = "proven" | "refused" | "not-provable";

/**
 * Logs in once with the password that was just set, so that the person hears "it works" instead of "it was sent".
 * The password lives in this call only. With two-factor sign-in on, Mailcow refuses every main password over
 * IMAP, so `refused` is no proof that the password is wrong.
 */
export async function proveMailboxLogin(
  context: Pick<PortalContext, "database" | "mailLogins" | "rateLimits">,
  actor: Actor,
  input: { readonly mailboxId: string; readonly password: string },
): Promise<Result<LoginProof, { readonly reason: "not-found" }>> {
  const mailbox = await findMailboxFor(context, actor, { id: input.mailboxId }, "write");
  if (!mailbox?.address) return fail({ reason: "not-found" });
  const admitted = await context.rateLimits.consume(LOGIN_PROOF_LIMIT, mailbox.id);
  if (!admitted.ok) return succeed("not-provable");
  const outcome = await context.mailLogins.prove(mailbox.address, input.password);
  if (outcome.state === "accepted") return succeed("proven");
  return succeed(outcome.state === "refused" ? "refused" : "not-provable");
}
