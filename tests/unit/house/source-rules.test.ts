import { readdirSync, readFileSync } from "node:fs";
import { dirname, join, relative, resolve } from "node:path";
import ts from "typescript";
import { describe, expect, test } from "vitest";

const ROOT = process.cwd();

interface Source {
  readonly path: string;
  readonly text: string;
}

const everySource = readSources(["app", "components", "lib", "tests", ".config", "prisma", "bench"]);
const production = everySource.filter(({ path }) => /^(app|components|lib)\//.test(path));

function readSources(folders: readonly string[]): Source[] {
  return folders.flatMap((folder) =>
    listFiles(folder)
      .filter((path) => /\.(ts|tsx|mjs)$/.test(path) && !path.startsWith("lib/database/generated/"))
      .map((path) => ({ path, text: readFileSync(join(ROOT, path), "utf8") })),
  );
}

function listFiles(folder: string): string[] {
  try {
    return readdirSync(join(ROOT, folder), { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile())
      .map((entry) => relative(ROOT, join(entry.parentPath, entry.name)))
      .filter((path) => !/(^|\/)(node_modules|\.next)\//.test(path));
  } catch {
    return [];
  }
}

const offenders = (sources: readonly Source[], pattern: RegExp) =>
  sources.filter(({ text }) => pattern.test(withoutComments(text))).map(({ path }) => path);

function withoutComments(text: string): string {
  return text.replace(/\/\*[\s\S]*?\*\//g, "").replace(/(^|\s)\/\/.*$/gm, "");
}

function writesAny({ path, text }: Source): boolean {
  if (!/\bany\b/.test(text)) return false;
  const isAny = (node: ts.Node): boolean =>
    node.kind === ts.SyntaxKind.AnyKeyword || (ts.forEachChild(node, isAny) ?? false);
  return isAny(ts.createSourceFile(path, text, ts.ScriptTarget.Latest));
}

describe("lib/README.md", () => {
  const lines = readFileSync(join(ROOT, "lib/README.md"), "utf8").split("\n");

  test("has exactly one line for every folder, and none for a folder that is gone", () => {
    const folders = readdirSync(join(ROOT, "lib"), { withFileTypes: true }).filter((entry) =>
      entry.isDirectory(),
    );
    const described = lines.flatMap((line) => /^\| `([a-z0-9-]+)\/` \|/.exec(line)?.[1] ?? []);
    expect(described.sort()).toEqual(folders.map(({ name }) => name).sort());
  });
});

describe("browser code", () => {
  /** dependency-cruiser cannot see the directive, so this follows what such a file may load. */
  const allowed = /^@\/lib\/(([a-z-]+\/(schema|policy))|i18n\/[a-z-]+)$/;
  const clients = production.filter(({ text }) => /^["']use client["'];?/m.test(text.slice(0, 400)));

  test.each(clients)("$path loads only schemas, policies and types of lib", ({ path, text }) => {
    const imports = [
      ...text.matchAll(/^(?:import|export)\s+(?!type\b)(?:[\s\S]*?\sfrom\s+)?["']([^"']+)["']/gm),
    ];
    const loaded = imports.flatMap(([, name]) =>
      name?.startsWith(".") ? resolveRelative(path, name) : (name ?? []),
    );
    expect(loaded.filter((name) => name.startsWith("@/lib/") && !allowed.test(name))).toEqual([]);
  });

  function resolveRelative(from: string, name: string): string {
    return `@/${relative(ROOT, resolve(ROOT, dirname(from), name))}`;
  }
});

describe("the type checker and the linter are obeyed, not silenced", () => {
  test("nobody writes any", () => {
    expect(writesAny({ path: "sample.ts", text: "const guess = JSON.parse(text) as any;" })).toBe(true);
    expect(writesAny({ path: "sample.ts", text: 'const word = "as any"; // : any' })).toBe(false);
    expect(everySource.filter(writesAny).map(({ path }) => path)).toEqual([]);
  });

  test("nobody suppresses a complaint", () => {
    const silencers = new RegExp(
      [
        "@ts-" + "ignore",
        "@ts-" + "nocheck",
        "@ts-" + "expect-error",
        "biome-" + "ignore",
        "eslint-" + "disable",
      ].join("|"),
    );
    expect(everySource.filter(({ text }) => silencers.test(text)).map(({ path }) => path)).toEqual([]);
  });
});

describe("the environment", () => {
  test("is read in lib/config only", () => {
    const readers = offenders(production, /process\s*(\.|\[["'])env\b/);
    expect(
      readers.filter((path) => !path.startsWith("lib/config/") && path !== "lib/cli/bootstrap.mjs"),
    ).toEqual([]);
  });
});

describe("names", () => {
  test("no file is a drawer for everything", () => {
    const drawers = /(^|\/)(utils?|helpers?|common|shared|types|index|misc)(\.(ts|tsx|mjs)|\/)/;
    expect(everySource.map(({ path }) => path).filter((path) => drawers.test(path))).toEqual([]);
  });

  test("files are kebab-case", () => {
    const special = /^app\/.*\[[.\w]+\]|\.d\.ts$/;
    const misnamed = everySource
      .map(({ path }) => path)
      .filter(
        (path) => !special.test(path) && !/^[a-z0-9.]+(-[a-z0-9.]+)*$/.test(path.split("/").at(-1) ?? ""),
      );
    expect(misnamed).toEqual([]);
  });

  test("nobody leaves work for later in the code", () => {
    const later = new RegExp(`\\b(${["TO" + "DO", "FIX" + "ME", "XX" + "X", "HA" + "CK"].join("|")})\\b`);
    expect(everySource.filter(({ text }) => later.test(text)).map(({ path }) => path)).toEqual([]);
  });
});
