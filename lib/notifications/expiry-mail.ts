import type { Locale } from "@/lib/i18n/locales";

export interface ExpiryMail {
  readonly subject: string;
  readonly text: string;
}

interface Words {
  readonly subject: (address: string) => string;
  readonly text: (address: string, expiresAt: string, page: string) => string;
}

const WORDS: Readonly<Record<Locale, Words>> = {
  en: {
    subject: (address) => `${address} expires soon`,
    text: (address, expiresAt, page) => `Your temporary mailbox ${address} expires on ${expiresAt}.

After that nobody can sign in to it, and its mail is deleted a day later. To keep it longer, extend it here:
${page}

If you do not need it any more, you need not do anything.
`,
  },
  ru: {
    subject: (address) => `Срок ящика ${address} скоро истечёт`,
    text: (
      address,
      expiresAt,
      page,
    ) => `Срок вашего временного почтового ящика ${address} истекает ${expiresAt}.

После этого войти в него будет нельзя, а письма будут удалены через сутки. Продлить срок можно здесь:
${page}

Если ящик больше не нужен, ничего делать не надо.
`,
  },
};

/** The warning in the owner's language; times are in UTC, because nobody knows where the owner is. */
export function writeExpiryMail(
  locale: Locale,
  mailbox: { readonly address: string; readonly expiresAt: Date },
  appUrl: string,
): ExpiryMail {
  const format = new Intl.DateTimeFormat(locale, { dateStyle: "long", timeStyle: "short", timeZone: "UTC" });
  const expiresAt = `${format.format(mailbox.expiresAt)} UTC`;
  const words = WORDS[locale];
  return {
    subject: words.subject(mailbox.address),
    text: words.text(mailbox.address, expiresAt, `${appUrl}/temporary-mailboxes`),
  };
}
