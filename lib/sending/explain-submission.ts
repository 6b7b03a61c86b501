import type { SubmissionOutcome } from "@/lib/smtp/submit-message";
import { AFTER_REFUSED_LOGIN_MS } from "./policy";
import type { OutgoingReason, RefusedRecipient } from "./schema";

/** How a try ended, and so what comes next. */
export type Ending =
  | { readonly kind: "sent"; readonly refused: readonly RefusedRecipient[] }
  | { readonly kind: "maybe-sent"; readonly reason: OutgoingReason }
  | { readonly kind: "failed"; readonly reason: OutgoingReason; readonly serverCode: string | null }
  | {
      readonly kind: "later";
      readonly reason: OutgoingReason;
      readonly serverCode: string | null;
      /** The usual pause unless given. */
      readonly afterMs?: number;
    };

/** 4xx and silence are tried again, 5xx is final; what may have arrived is left to a person. Pure. */
export function explainSubmission(outcome: SubmissionOutcome): Ending {
  switch (outcome.kind) {
    case "sent":
      return outcome;
    case "unclear":
      return { kind: "maybe-sent", reason: "answer-lost" };
    case "login-refused":
      return refusedLogin(outcome.code);
    case "not-sent":
      return explainRefusal(outcome);
  }
}

/** Tried again, because the password may be renewed meanwhile; rarely, because each try counts towards a ban. */
export function refusedLogin(serverCode: string | null): Ending {
  return { kind: "later", reason: "login-refused", serverCode, afterMs: AFTER_REFUSED_LOGIN_MS };
}

export function awayServer(serverCode: string | null = null): Ending {
  return { kind: "later", reason: "mail-server-unavailable", serverCode };
}

function explainRefusal({ step, code }: Extract<SubmissionOutcome, { kind: "not-sent" }>): Ending {
  // nodemailer's word for a message above the size that the server announced.
  if (code === "EMESSAGE") return { kind: "failed", reason: "too-large", serverCode: null };
  if (!/^[2-5]\d\d/.test(code)) return awayServer();
  if (code.startsWith("4")) return { kind: "later", reason: "server-says-later", serverCode: code };
  // Before the login nothing is said about the message: a server that is overloaded or has banned the portal.
  if (step === "connect" || step === "login") return awayServer(code);
  return { kind: "failed", reason: reasonFor(step, code), serverCode: code };
}

/** RFC 3463; Postfix speaks of a sender it does not allow when it hears the recipient. */
function reasonFor(step: string, code: string): OutgoingReason {
  if (/^552 5\.3\.4|^552 5\.2\.3|^552$/.test(code)) return "too-large";
  if (step === "sender" || code === "553 5.7.1") return "sender-refused";
  return step === "recipient" ? "recipients-refused" : "message-refused";
}
