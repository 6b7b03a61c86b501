import type { Locale } from "@/lib/i18n/locales";
import en from "@/messages/en.json";
import ru from "@/messages/ru.json";

export interface NotificationMail {
  readonly subject: string;
  readonly text: string;
}

/** The catalogues themselves: whoever sends mail runs without the framework that reads them for pages. */
const WORDS: Readonly<Record<Locale, NotificationMail>> = {
  en: en.mails.notifications,
  ru: ru.mails.notifications,
};

/** Says that there is something to read, and where; nothing of the messages leaves the portal. */
export function writeNotificationMail(locale: Locale, count: number, appUrl: string): NotificationMail {
  const values: Record<string, string> = { count: String(count), page: `${appUrl}/notifications` };
  const { subject, text } = WORDS[locale];
  return {
    subject,
    text: text.replaceAll(/\{(\w+)\}/g, (placeholder, name: string) => values[name] ?? placeholder),
  };
}
