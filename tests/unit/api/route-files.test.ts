import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { apiRoutes } from "@/lib/web/api/api-routes";

/** Served without the wrapper: they need no token. */
const OPEN = new Set([
  "app/api/v1/openapi.json/route.ts",
  "app/api/v1/health/route.ts",
  "app/api/v1/[...unknown]/route.ts",
  "app/api/health/live/route.ts",
  "app/api/health/ready/route.ts",
]);

function fileOf(path: string): string {
  return join("app", path.replace(/\{(\w+)\}/g, "[$1]"), "route.ts");
}

test.each(apiRoutes.map((route) => [route.method, route.path, route] as const))(
  "%s %s is served by the file of its path",
  (method, path) => {
    const source = readFileSync(fileOf(path), "utf8");
    const exported = new RegExp(`export const ${method} = serveRoute\\((\\w+)\\);`).exec(source)?.[1] ?? "";
    const definition = new RegExp(`import \\{ ${exported} \\} from "@/(lib/web/api/routes/[a-z-]+)"`).exec(
      source,
    )?.[1];
    const declared = readFileSync(`${definition}.ts`, "utf8");
    expect(declared).toContain(`method: "${method}"`);
    expect(declared).toContain(`path: "${path}"`);
  },
);

test("no file under app/api serves the API past the wrapper, and none is missing from the list", () => {
  const folders = ["app/api/v1", "app/api/health"];
  const files = folders.flatMap((folder) =>
    readdirSync(folder, { recursive: true, encoding: "utf8" })
      .filter((name) => name.endsWith("route.ts"))
      .map((name) => join(folder, name)),
  );
  const expected = [...new Set([...apiRoutes.map(({ path }) => fileOf(path)), ...OPEN])];
  expect(files.sort()).toEqual(expected.sort());
  for (const file of files.filter((name) => !OPEN.has(name))) {
    const exported = [...readFileSync(file, "utf8").matchAll(/^export const (\w+)/gm)].map(
      ([, method]) => method,
    );
    const listed = apiRoutes.filter(({ path }) => fileOf(path) === file).map(({ method }) => method);
    expect(exported.sort(), file).toEqual(listed.sort());
  }
});

test("every definition is in the list", () => {
  expect(readdirSync("lib/web/api/routes")).toHaveLength(apiRoutes.length);
  expect(existsSync("lib/web/api/routes/get-mailbox-info.ts")).toBe(true);
});
