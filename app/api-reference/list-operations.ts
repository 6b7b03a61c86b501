import type { OpenApiDocument } from "@/lib/web/api/openapi-document";
import { describe, describeType, type FieldRow, listFields } from "./list-fields";

type PathItem = NonNullable<OpenApiDocument["paths"]>[string];
type Operation = NonNullable<PathItem["get"]>;

export interface ReferenceAnswer {
  readonly status: string;
  readonly description: string;
}

/** An operation of the document as the page shows it. */
export interface ReferenceOperation {
  readonly id: string;
  readonly tag: string;
  readonly method: string;
  readonly path: string;
  readonly summary: string;
  readonly description: string;
  /** Null where no token is needed. */
  readonly scope: string | null;
  readonly parameters: readonly FieldRow[];
  readonly body: readonly FieldRow[];
  /** Fields of the answer when all went well. */
  readonly output: readonly FieldRow[];
  readonly answers: readonly ReferenceAnswer[];
  /** A call to paste into a shell. */
  readonly example: string;
}

const JSON_TYPE = "application/json";

export function listOperations(document: OpenApiDocument): readonly ReferenceOperation[] {
  return Object.entries(document.paths ?? {}).flatMap(([path, item]) =>
    (["get", "post", "patch", "delete"] as const).flatMap((method) => {
      const operation = item[method];
      return operation ? [view(method.toUpperCase(), path, operation)] : [];
    }),
  );
}

function view(method: string, path: string, operation: Operation): ReferenceOperation {
  const scope: unknown = operation["x-scope"];
  const { requestBody } = operation;
  const body = requestBody && "content" in requestBody ? requestBody.content[JSON_TYPE]?.schema : undefined;
  const fields = listFields(body);
  return {
    id: operation.operationId ?? path,
    tag: operation.tags?.[0] ?? "",
    method,
    path,
    summary: operation.summary ?? "",
    description: operation.description ?? "",
    scope: typeof scope === "string" ? scope : null,
    parameters: listParameters(operation),
    body: fields,
    output: listOutput(operation),
    answers: listAnswers(operation),
    example: writeExample(method, path, { needsToken: scope !== undefined, fields }),
  };
}

function listParameters({ parameters = [] }: Operation): readonly FieldRow[] {
  return parameters.flatMap((parameter) => {
    if ("$ref" in parameter) return [];
    const { name, required = false, schema = {}, description } = parameter;
    const text = describe(schema) || (description ?? "");
    return [
      { name, type: `${parameter.in}, ${describeType(schema)}`, isRequired: required, description: text },
    ];
  });
}

function listOutput(operation: Operation): readonly FieldRow[] {
  const [, response] =
    Object.entries(operation.responses ?? {}).find(([status]) => status.startsWith("2")) ?? [];
  return listFields(response?.content?.[JSON_TYPE]?.schema);
}

function listAnswers(operation: Operation): readonly ReferenceAnswer[] {
  return Object.entries(operation.responses ?? {}).map(([status, { description = "" }]) => ({
    status,
    description,
  }));
}

function writeExample(
  method: string,
  path: string,
  { needsToken, fields }: { readonly needsToken: boolean; readonly fields: readonly FieldRow[] },
): string {
  const shown = fields.filter(({ isRequired }) => isRequired);
  const body = Object.fromEntries(
    (shown.length > 0 ? shown : fields.slice(0, 1)).map(({ name }) => [name, "…"]),
  );
  return [
    `curl -X ${method} "$PORTAL${path}"`,
    ...(needsToken ? ['-H "Authorization: Bearer $TOKEN"'] : []),
    ...(fields.length > 0 ? ['-H "Content-Type: application/json"', `-d '${JSON.stringify(body)}'`] : []),
  ].join(" \\\n  ");
}
