import type messages from "@/messages/en.json";
import type { Locale as OurLocale } from "./locales";

/** Message keys are checked by the compiler: a key that is not in en.json does not build. */
declare module "next-intl" {
  interface AppConfig {
    Locale: OurLocale;
    Messages: typeof messages;
  }
}
