import { createTranslator } from "next-intl";
import { describe, expect, test } from "vitest";
import { failureReasons } from "@/app/failure-reasons";
import { describedFields } from "@/app/form-answers";
import { eventKey } from "@/components/admin/event-key";
import { cleanUpKinds, itemOutcomes, refusalReasons } from "@/lib/clean-up/schema";
import { scopes } from "@/lib/context/actor";
import { registrationModes } from "@/lib/domains/schema";
import { bulkOutcomes } from "@/lib/mailboxes/get-bulk-operation";
import { mailboxReasons, mailboxStates, passwordProblems } from "@/lib/mailboxes/schema";
import { mailboxPurposes, mailboxSorts } from "@/lib/mailboxes/search-mailboxes";
import { deliveryStates, webhookEvents } from "@/lib/notifications/schema";
import en from "@/messages/en.json";
import ru from "@/messages/ru.json";

type Tree = { readonly [key: string]: string | Tree };

const catalogues = { en: flatten(en), ru: flatten(ru) };
const languages = ["en", "ru"] as const;

/** A value for every placeholder there is; numbers in the forms that Slavic plurals tell apart. */
const NUMBERS = [0, 1, 2, 5, 11, 21, 22, 1.5];
const WORDS = {
  used: "1 MB",
  total: "1 GB",
  address: "a@b.c",
  domain: "b.c",
  table: "T",
  name: "N",
  folder: "F",
};
const LINES = { date: "1 May", page: "https://a.b/c" };
const NAMES = { browser: "Firefox", system: "Linux", size: "1 MB", time: "10:02", part: "1" };

test("both languages have exactly the same messages", () => {
  expect(Object.keys(catalogues.ru).sort()).toEqual(Object.keys(catalogues.en).sort());
});

test.each(Object.keys(catalogues.en))("%s asks for the same values in both languages", (key) => {
  expect(placeholders(catalogues.ru[key] ?? "")).toEqual(placeholders(catalogues.en[key] ?? ""));
});

describe.each(languages)("%s", (locale) => {
  const translate = createTranslator({
    locale,
    messages: locale === "en" ? en : ru,
    onError: (error) => {
      throw error;
    },
  }) as unknown as (key: string, values: Record<string, string | number>) => string;

  test("every message can be formatted with every kind of number", () => {
    for (const key of Object.keys(catalogues[locale])) {
      for (const number of NUMBERS) {
        const values = {
          ...WORDS,
          ...NAMES,
          ...LINES,
          count: number,
          days: number,
          minutes: number,
          attempts: number,
        };
        expect(translate(key, values), key).not.toMatch(/[{}]/);
      }
    }
  });

  test("plurals have every form of the language", () => {
    const forms = locale === "en" ? ["one", "other"] : ["one", "few", "many", "other"];
    const plurals = Object.entries(catalogues[locale]).filter(([, text]) => text.includes(", plural,"));
    expect(plurals.length).toBeGreaterThan(0);
    for (const [key, text] of plurals) {
      for (const form of forms) expect(text, key).toMatch(new RegExp(`\\b${form} \\{`));
    }
  });

  test.each([
    ["failures", Object.keys(failureReasons)],
    ["mailboxReasons", mailboxReasons],
    ["passwordProblems", passwordProblems],
    ["mailbox.states", mailboxStates],
    ["mailbox.explanations", mailboxStates],
    ["scopes", scopes],
    ["fieldProblems", describedFields],
    ["bulkOutcomes", bulkOutcomes],
    ["cleanUpReasons", refusalReasons],
    ["cleanUpOutcomes", itemOutcomes],
    ["admin.cleanUp.kinds", cleanUpKinds],
    ["admin.cleanUp.kindHints", cleanUpKinds],
    ["temporary.states", mailboxStates],
    ["temporary.explanations", mailboxStates],
    ["webhookEvents", webhookEvents.map(eventKey)],
    ["admin.webhooks.deliveryStates", deliveryStates],
    ["admin.registrationModes", ["follows", ...registrationModes]],
    ["admin.mailboxes.purposes", mailboxPurposes],
    ["admin.mailboxes.sorts", mailboxSorts],
    ["register.modes", registrationModes.filter((mode) => mode !== "open")],
    ["register.elsewhere", ["invite", "approval"]],
  ] as const)("%s says something for each case and nothing for cases that do not exist", (group, cases) => {
    const said = Object.keys(catalogues[locale])
      .filter((key) => key.startsWith(`${group}.`))
      .map((key) => key.slice(group.length + 1));
    expect(said.sort()).toEqual([...cases].sort());
  });

  test("nobody is shouted at", () => {
    expect(Object.values(catalogues[locale]).filter((text) => text.includes("!"))).toEqual([]);
  });
});

test("no message was left in English", () => {
  const isName = /^connect\.names\./;
  const untranslated = Object.entries(catalogues.ru).filter(([key, text]) => {
    const words = text.replaceAll(/\{\w+\}/g, "");
    return !isName.test(key) && /[a-z]/i.test(words) && !/[а-яё]/i.test(words);
  });
  expect(untranslated).toEqual([]);
});

test("the sidebar entry is called as people know it", () => {
  expect(catalogues.en["navigation.mail"]).toBe("Mail");
  expect(catalogues.ru["navigation.mail"]).toBe("ПОЧТА");
});

function flatten(tree: Tree, prefix = ""): Record<string, string> {
  return Object.fromEntries(
    Object.entries(tree).flatMap(([key, value]) =>
      typeof value === "string"
        ? [[prefix + key, value]]
        : Object.entries(flatten(value, `${prefix}${key}.`)),
    ),
  );
}

function placeholders(text: string): string[] {
  return [...new Set([...text.matchAll(/\{(\w+)(?=[,}])/g)].map(([, name = ""]) => name))].sort();
}
