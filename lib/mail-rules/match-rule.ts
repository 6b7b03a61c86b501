import type { MailRule } from "@/lib/database/models";

/** What a rule is compared with first: the mail server was asked for it anyway. */
export interface MessageHead {
  readonly from: { readonly name: string; readonly address: string } | null;
  readonly subject: string;
}

/** What takes reading the message itself. */
export interface MessageInside {
  readonly hasCode: boolean;
  readonly hasAttachment: boolean;
}

export type RuleConditions = Pick<
  MailRule,
  "senderContains" | "subjectContains" | "needsCode" | "needsAttachment"
>;

export function fitsHead(rule: RuleConditions, { from, subject }: MessageHead): boolean {
  return (
    isWithin(rule.senderContains, `${from?.name ?? ""} <${from?.address ?? ""}>`) &&
    isWithin(rule.subjectContains, subject)
  );
}

export function asksInside({ needsCode, needsAttachment }: RuleConditions): boolean {
  return needsCode || needsAttachment;
}

export function fitsInside({ needsCode, needsAttachment }: RuleConditions, inside: MessageInside): boolean {
  return (!needsCode || inside.hasCode) && (!needsAttachment || inside.hasAttachment);
}

/** Composed and lower-case on both sides: the same letters can be written in two ways. */
function isWithin(wanted: string | null, text: string): boolean {
  return wanted === null || fold(text).includes(fold(wanted));
}

function fold(text: string): string {
  return text.normalize("NFC").toLowerCase();
}
