import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { describe, expect, test } from "vitest";

const root = fileURLToPath(new URL("../../../", import.meta.url));
const sources = ["app", "components"].flatMap(listSources).map((path) => ({
  path,
  text: readFileSync(join(root, path), "utf8"),
}));
const islands = sources.filter(({ text }) => text.startsWith('"use client"'));

/** Loaded with the page: only what every page needs anyhow, and a class joiner. */
const ALLOWED_PACKAGES = new Set(["react", "react-dom", "next/navigation", "clsx"]);

test("the list of sources is not empty", () => {
  expect(islands.length).toBeGreaterThan(5);
});

describe.each(islands)("$path", ({ text }) => {
  test("brings no package to the browser beyond the agreed few", () => {
    const packages = runtimeImports(text).filter((name) => !name.startsWith(".") && !name.startsWith("@/"));
    expect(packages.filter((name) => !ALLOWED_PACKAGES.has(name))).toEqual([]);
  });

  test("reaches no service, only schemas, policies, words and other components", () => {
    const reached = runtimeImports(text).filter((name) => name.startsWith("@/"));
    const allowed = /^@\/(components\/|lib\/i18n\/|lib\/[a-z-]+\/(schema|policy)$)/;
    expect(reached.filter((name) => !allowed.test(name))).toEqual([]);
  });
});

describe.each(sources)("$path", ({ text }) => {
  test("needs no exception to the content security policy", () => {
    expect(text).not.toMatch(/\sstyle=|dangerouslySetInnerHTML|javascript:/);
  });
});

describe.each(sources.filter(({ path }) => path.startsWith("components/ui/")))("$path", ({ text }) => {
  test("could ship in another product: it knows no domain", () => {
    expect(runtimeImports(text).filter((name) => /^@\/(lib|app|components\/(?!ui\/))/.test(name))).toEqual(
      [],
    );
  });
});

/** Types cost nothing, and dynamic imports are loaded when they are needed. */
function runtimeImports(text: string): string[] {
  return [...text.matchAll(/^import (?!type )(?:.*? from )?"([^"]+)";/gms)].map(([, name = ""]) => name);
}

function listSources(folder: string): string[] {
  return readdirSync(join(root, folder), { recursive: true, encoding: "utf8" })
    .filter((name) => /\.tsx?$/.test(name))
    .map((name) => `${folder}/${name}`);
}
