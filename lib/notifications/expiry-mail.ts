import type { Locale } from "@/lib/i18n/locales";
import en from "@/messages/en.json";
import ru from "@/messages/ru.json";

export interface ExpiryMail {
  readonly subject: string;
  readonly text: string;
}

/** The catalogues themselves: whoever sends mail runs without the framework that reads them for pages. */
const WORDS: Readonly<Record<Locale, ExpiryMail>> = { en: en.mails.expiry, ru: ru.mails.expiry };

/** The warning in the owner's language; times are in UTC, because nobody knows where the owner is. */
export function writeExpiryMail(
  locale: Locale,
  mailbox: { readonly address: string; readonly expiresAt: Date },
  appUrl: string,
): ExpiryMail {
  const format = new Intl.DateTimeFormat(locale, { dateStyle: "long", timeStyle: "short", timeZone: "UTC" });
  const values = {
    address: mailbox.address,
    date: `${format.format(mailbox.expiresAt)} UTC`,
    page: `${appUrl}/temporary-mailboxes`,
  };
  const { subject, text } = WORDS[locale];
  return { subject: fillIn(subject, values), text: fillIn(text, values) };
}

function fillIn(words: string, values: Readonly<Record<string, string>>): string {
  return words.replaceAll(/\{(\w+)\}/g, (placeholder, name: string) => values[name] ?? placeholder);
}
