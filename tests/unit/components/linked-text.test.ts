import { createElement } from "react";
import { renderToStaticMarkup } from "react-dom/server";
import { expect, test } from "vitest";
import { LinkedText } from "@/components/messages/linked-text";

const draw = (text: string): string => renderToStaticMarkup(createElement(LinkedText, { text }));
const targets = (text: string): string[] =>
  [...draw(text).matchAll(/href="([^"]*)"/g)].map(([, url]) => url ?? "");

test.each([
  ["Go to https://example.org/a?b=1.", ["https://example.org/a?b=1"]],
  [
    "(see https://example.org/a_(b)), or http://example.org/c",
    ["https://example.org/a_(b)", "http://example.org/c"],
  ],
  ["<https://example.org/x>", ["https://example.org/x"]],
  ["javascript:alert(1) and data:text/html,x and ftp://example.org", []],
  ["https:// and http://[", []],
])("%s", (text, urls) => {
  expect(targets(text)).toEqual(urls);
});

test("every word stays, and none becomes markup", () => {
  const text = 'a <b onclick="x">https://example.org/"onmouseover=alert(1) & b';
  const drawn = draw(text).replaceAll(/<\/?a[^>]*>/g, "");
  expect(drawn).not.toMatch(/[<>]/);
  expect(
    drawn.replaceAll("&lt;", "<").replaceAll("&gt;", ">").replaceAll("&quot;", '"').replaceAll("&amp;", "&"),
  ).toBe(text);
});

test("links open outside and do not tell where they were", () => {
  expect(draw("https://example.org")).toContain('target="_blank" rel="noopener noreferrer nofollow"');
});

test("a message of nothing but links costs no more than two hundred", () => {
  expect(targets("https://example.org ".repeat(10_000))).toHaveLength(200);
});
