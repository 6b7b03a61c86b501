import { createFormatter } from "next-intl";
import { describe, expect, test } from "vitest";
import { describeBrowser } from "@/components/accounts/describe-browser";
import { formatBytes, formatMiB } from "@/components/mail/format-size";
import { quotaLevel } from "@/components/mail/quota-level";
import { readDevice } from "@/components/mail/read-device";

describe("the quota bar", () => {
  test.each([
    [0, "calm"],
    [74, "calm"],
    [75, "high"],
    [89, "high"],
    [90, "full"],
    [140, "full"],
  ] as const)("at %i %% is %s, as in Mailcow", (percent, level) => {
    expect(quotaLevel(percent)).toBe(level);
  });
});

describe("sizes", () => {
  const english = createFormatter({ locale: "en" });
  const russian = createFormatter({ locale: "ru" });

  test("1024 MiB reads as one gigabyte in both languages", () => {
    expect(formatMiB(english, 1024)).toBe("1 GB");
    expect(formatMiB(russian, 1024)).toBe("1 ГБ");
  });

  test("small numbers keep one decimal, large ones none", () => {
    expect(formatMiB(english, 1.25)).toBe("1.3 MB");
    expect(formatMiB(english, 312.4)).toBe("312 MB");
    expect(formatMiB(english, 10_240)).toBe("10 GB");
  });

  test("bytes are counted in binary units", () => {
    expect(formatBytes(english, 0)).toBe("0 MB");
    expect(formatBytes(english, 52_428_800)).toBe("50 MB");
  });
});

const AGENTS = {
  iphone: "Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X) Version/18.0 Mobile/15E148 Safari/604.1",
  android: "Mozilla/5.0 (Linux; Android 15) Chrome/140.0.0.0 Mobile Safari/537.36",
  edge: "Mozilla/5.0 (Windows NT 10.0; Win64; x64) Chrome/140.0.0.0 Safari/537.36 Edg/140.0.0.0",
  firefox: "Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0",
};

describe("a browser's own words", () => {
  test.each([
    [AGENTS.iphone, "apple"],
    [AGENTS.android, "android"],
    [AGENTS.edge, "outlook"],
    [AGENTS.firefox, "thunderbird"],
    ["", "other"],
  ] as const)("%s opens the help for %s", (agent, device) => {
    expect(readDevice(agent)).toBe(device);
  });

  test.each([
    [AGENTS.iphone, { browser: "Safari", system: "iPhone" }],
    [AGENTS.android, { browser: "Chrome", system: "Android" }],
    [AGENTS.edge, { browser: "Edge", system: "Windows" }],
    [AGENTS.firefox, { browser: "Firefox", system: "Linux" }],
    ["curl/8.5.0", null],
    [null, null],
  ])("%s is told as %o", (agent, names) => {
    expect(describeBrowser(agent)).toEqual(names);
  });
});
