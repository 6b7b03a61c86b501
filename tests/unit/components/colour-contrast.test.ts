import { readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";

type Theme = "light" | "dark";

const css = readFileSync(new URL("../../../app/tokens.css", import.meta.url), "utf8");
const tokens = new Map(
  [...css.matchAll(/--([a-z-]+): light-dark\((#[0-9a-f]{6}), (#[0-9a-f]{6})\)/g)].map((match) => {
    const [, name = "", light = "", dark = ""] = match;
    return [name, { light, dark }];
  }),
);

/** WCAG 2.2, 1.4.3: text against its ground. */
const TEXT: readonly (readonly [string, string])[] = [
  ...["canvas", "surface", "sunken"].flatMap((ground) =>
    ["ink", "ink-soft", "accent-ink"].map((ink) => [ink, ground] as const),
  ),
  ["ink-faint", "canvas"],
  ["ink-faint", "surface"],
  ["ink-faint", "sunken"],
  ["accent-ink", "accent-soft"],
  ["ink", "accent-soft"],
  ["on-accent", "accent"],
  ["on-accent", "accent-hover"],
  ["on-bad", "bad"],
  ["on-bad", "bad-hover"],
  ...["ok", "busy", "warn", "bad"].flatMap((status) => [
    [`${status}-ink`, `${status}-soft`] as const,
    [`${status}-ink`, "surface"] as const,
    [`${status}-ink`, "canvas"] as const,
  ]),
];

/** WCAG 2.2, 1.4.11: edges of controls, focus rings and fills of meters. */
const SHAPES: readonly (readonly [string, string])[] = [
  ["line-strong", "surface"],
  ["line-strong", "canvas"],
  ["accent", "canvas"],
  ["accent", "surface"],
  ["accent", "sunken"],
  ["warn-ink", "sunken"],
  ["ok-ink", "sunken"],
  ["bad", "sunken"],
];

describe.each<Theme>(["light", "dark"])("in the %s theme", (theme) => {
  test.each(TEXT)("%s can be read on %s (4.5 to 1)", (ink, ground) => {
    expect(contrast(colour(ink, theme), colour(ground, theme))).toBeGreaterThanOrEqual(4.5);
  });

  test.each(SHAPES)("%s can be seen on %s (3 to 1)", (shape, ground) => {
    expect(contrast(colour(shape, theme), colour(ground, theme))).toBeGreaterThanOrEqual(3);
  });
});

test("every colour of the stylesheet was read", () => {
  expect(tokens.size).toBe(css.match(/light-dark\(/g)?.length);
});

function colour(name: string, theme: Theme): string {
  const token = tokens.get(name);
  if (!token) throw new Error(`tokens.css has no --${name}`);
  return token[theme];
}

/** WCAG 2.2, "contrast ratio" and "relative luminance". */
function contrast(one: string, other: string): number {
  const [dark = 0, light = 0] = [luminance(one), luminance(other)].sort((a, b) => a - b);
  return (light + 0.05) / (dark + 0.05);
}

function luminance(hex: string): number {
  const [red = 0, green = 0, blue = 0] = [1, 3, 5].map((at) => {
    const channel = Number.parseInt(hex.slice(at, at + 2), 16) / 255;
    return channel <= 0.04045 ? channel / 12.92 : ((channel + 0.055) / 1.055) ** 2.4;
  });
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
}
