import { getRequestConfig } from "next-intl/server";
import { findLocale } from "./preferences";

/** What next-intl loads for each request: no URL prefix, the language comes from `findLocale`. */
export default getRequestConfig(async () => {
  const locale = await findLocale();
  const { default: messages } = await import(`../../messages/${locale}.json`);
  return { locale, messages, timeZone: Intl.DateTimeFormat().resolvedOptions().timeZone, now: new Date() };
});
