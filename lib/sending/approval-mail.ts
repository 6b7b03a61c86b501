import type { Locale } from "@/lib/i18n/locales";

export interface ApprovalMail {
  readonly subject: string;
  readonly text: string;
}

const WORDS: Readonly<Record<Locale, (address: string, link: string, hours: number) => ApprovalMail>> = {
  en: (address, link, hours) => ({
    subject: `A message from ${address} waits for your approval`,
    text: `A program that uses your account has written a message from ${address}. It has not been sent.

Read it, and send it or stop it, here. The link works once, for ${hours} hours:
${link}

If you do nothing, it is never sent.
`,
  }),
  ru: (address, link, hours) => ({
    subject: `Письмо от ${address} ждёт вашего разрешения`,
    text: `Программа, которая пользуется вашей учётной записью, написала письмо от ${address}. Оно не отправлено.

Прочитать его и разрешить или запретить отправку можно здесь. Ссылка действует один раз, в часах: ${hours}.
${link}

Если ничего не делать, письмо отправлено не будет.
`,
  }),
};

/** In the owner's language. Nothing of the message stands in it: it travels outside. */
export function writeApprovalMail(
  locale: Locale,
  address: string,
  link: string,
  hours: number,
): ApprovalMail {
  return WORDS[locale](address, link, hours);
}
