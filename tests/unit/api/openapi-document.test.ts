import { describe, expect, test } from "vitest";
import { apiRoutes } from "@/lib/web/api/api-routes";
import { buildOpenApiDocument } from "@/lib/web/api/openapi-document";

const document = buildOpenApiDocument();
const paths = document.paths ?? {};

function operationOf(method: string, path: string) {
  const item = paths[path];
  switch (method) {
    case "GET":
      return item?.get;
    case "POST":
      return item?.post;
    case "PATCH":
      return item?.patch;
    default:
      return item?.delete;
  }
}

test("is OpenAPI 3.1 and names each operation of the API, and the open health", () => {
  expect(document.openapi).toBe("3.1.0");
  const documented = new Set(Object.keys(paths));
  expect(documented).toEqual(new Set([...apiRoutes.map(({ path }) => path), "/api/v1/health"]));
});

describe.each(apiRoutes.map((route) => [`${route.method} ${route.path}`, route] as const))(
  "%s",
  (_name, route) => {
    const operation = operationOf(route.method, route.path);

    test("says token, scope, answers and the problems of the table", () => {
      expect(operation?.security).toEqual([{ token: [] }]);
      expect(operation?.["x-scope"]).toBe(route.scope);
      const statuses = Object.keys(operation?.responses ?? {});
      expect(statuses).toEqual(
        expect.arrayContaining([...Object.keys(route.successes), "401", "403", "429", "500", "503"]),
      );
    });

    test("names each parameter of its path", () => {
      const named = [...route.path.matchAll(/\{(\w+)\}/g)].map(([, name]) => name);
      expect(Object.keys(route.params.shape)).toEqual(named);
      const parameters = (operation?.parameters ?? []).filter(
        (parameter) => "in" in parameter && parameter.in === "path",
      );
      expect(parameters).toHaveLength(named.length);
    });

    test("offers Idempotency-Key exactly when it is a POST", () => {
      const names = (operation?.parameters ?? []).map((parameter) =>
        "name" in parameter ? parameter.name : "",
      );
      expect(names.includes("Idempotency-Key")).toBe(route.method === "POST");
    });
  },
);

test("operation ids are words of their own, for generated clients", () => {
  const ids = apiRoutes.map(({ method, path }) => operationOf(method, path)?.operationId ?? "");
  expect(new Set(ids).size).toBe(apiRoutes.length);
  for (const id of ids) expect(id).toMatch(/^[a-z][A-Za-z]+$/);
});

test("the body of create is the schema that the route checks with", () => {
  const body = operationOf("POST", "/api/v1/mailbox/create")?.requestBody;
  const schema = body && "content" in body ? body.content["application/json"]?.schema : undefined;
  expect(schema).toMatchObject({
    type: "object",
    required: ["password"],
    additionalProperties: false,
    properties: {
      password: { type: "string", minLength: 1, maxLength: 256 },
      local_part: { type: "string" },
    },
  });
});
