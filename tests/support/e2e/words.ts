import { readFileSync } from "node:fs";
import type { Locale } from "@/lib/i18n/locales";
import type en from "../../../messages/en.json";

/** The portal's own sentences: tests find what a reader sees, in either language. */
export type Words = typeof en;

export function loadWords(locale: Locale): Words {
  return JSON.parse(readFileSync(`messages/${locale}.json`, "utf8")) as Words;
}
