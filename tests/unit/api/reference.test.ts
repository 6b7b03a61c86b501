import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { apiRoutes } from "@/lib/web/api/api-routes";
import { buildOpenApiDocument } from "@/lib/web/api/openapi-document";
import { problemKinds } from "@/lib/web/api/problem-kinds";

const guide = readFileSync("docs/api.md", "utf8");

test.each(apiRoutes.map(({ method, path, scope }) => [`${method} ${path}`, scope] as const))(
  "docs/api.md lists %s with its scope",
  (route, scope) => {
    expect(guide).toContain(`| \`${route}\` | \`${scope}\` |`);
  },
);

test("docs/api.md gives the status of a code as the table does", () => {
  const told = [...guide.matchAll(/\b(4\d\d|5\d\d) `([a-z-]+)`/g)];
  expect(told.length).toBeGreaterThan(5);
  const kinds = Object.values(problemKinds);
  for (const [text, status, code] of told) {
    expect(kinds.find((kind) => kind.code === code)?.status, text).toBe(Number(status));
  }
});

test("each tag of the document is explained, and none is empty", () => {
  const { tags = [] } = buildOpenApiDocument();
  const used = new Set<string>(["Health", ...apiRoutes.map(({ tag }) => tag)]);
  expect(new Set(tags.map(({ name }) => name))).toEqual(used);
  for (const { name, description } of tags) expect(description?.length, name).toBeGreaterThan(20);
});
