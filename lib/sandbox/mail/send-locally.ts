import { appendLog } from "@/lib/sandbox/append-log";
import { findMailbox } from "@/lib/sandbox/find-records";
import { type Expansion, expandRecipient } from "@/lib/sandbox/mail/expand-recipient";
import type { MailEngine } from "@/lib/sandbox/mail/mail-engine";
import type { SandboxState } from "@/lib/sandbox/sandbox-state";
import { nowInSeconds } from "@/lib/sandbox/server-time";

export type Envelope = { readonly from: string; readonly to: readonly string[] };

/**
 * Delivers a message to everybody its recipients lead to, each mailbox once. Targets outside are written to the
 * log and left: nothing leaves the sandbox.
 * @throws {DeliveryRefused} when a mailbox is over its quota.
 */
export async function sendLocally(
  state: SandboxState,
  engine: MailEngine,
  envelope: Envelope,
  message: Buffer,
): Promise<void> {
  const expansions = envelope.to.map((address) => expandRecipient(state, address)).filter(isLocal);
  const mailboxes = [...new Set(expansions.flatMap((expansion) => expansion.mailboxes))];
  for (const target of new Set(expansions.flatMap((expansion) => expansion.outside))) {
    logPostfix(
      state,
      "smtp",
      `to=<${target}>, relay=none, status=deferred (the sandbox sends nothing outside)`,
    );
  }
  if (mailboxes.length === 0) return;
  await engine.deliver({ from: envelope.from, to: mailboxes }, message);
  for (const username of mailboxes) {
    logPostfix(state, "lmtp", `to=<${username}>, relay=dovecot, dsn=2.0.0, status=sent (250 2.0.0 Saved)`);
    healUsageRow(state, username);
  }
}

export function logPostfix(state: SandboxState, program: string, message: string): void {
  const time = String(nowInSeconds());
  appendLog(state, "postfix", { time, program: `postfix/${program}`, priority: "info", message });
}

/** Dovecot's quota writes the lost usage row anew with the first mail. */
function healUsageRow(state: SandboxState, username: string): void {
  const mailbox = findMailbox(state, username);
  if (mailbox) mailbox.hasUsageRow = true;
}

function isLocal(expansion: Expansion): expansion is Extract<Expansion, { kind: "local" }> {
  return expansion.kind === "local";
}
