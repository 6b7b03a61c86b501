import type { OpenApiDocument } from "@/lib/web/api/openapi-document";

type Schema = NonNullable<NonNullable<OpenApiDocument["components"]>["schemas"]>[string];

/** One row of a table of fields. */
export interface FieldRow {
  /** Dotted below objects; `[]` for the items of a list. */
  readonly name: string;
  readonly type: string;
  readonly isRequired: boolean;
  readonly description: string;
}

/** The fields of an object's schema, depth first, as a reader meets them. */
export function listFields(schema: Schema | undefined, prefix = ""): readonly FieldRow[] {
  if (!schema || "$ref" in schema) return [];
  return Object.entries(schema.properties ?? {}).flatMap(([name, field]) => {
    const row: FieldRow = {
      name: `${prefix}${name}`,
      type: describeType(field),
      isRequired: schema.required?.includes(name) ?? false,
      description: describe(field),
    };
    const items = "items" in field ? field.items : undefined;
    return [row, ...listFields(field, `${row.name}.`), ...listFields(items, `${row.name}[].`)];
  });
}

export function describeType(schema: Schema): string {
  if ("$ref" in schema) return "object";
  const types = [schema.type ?? "any"].flat();
  const values = schema.enum?.filter((value) => value !== null).map((value) => JSON.stringify(value));
  const name = values ? values.join(" | ") : types.filter((type) => type !== "null").join(" | ");
  return types.includes("null") ? `${name} | null` : name;
}

/** The description with the limits that the schema sets. */
export function describe(schema: Schema): string {
  if ("$ref" in schema) return "";
  const { minimum, maximum, maxLength, format, example } = schema;
  const limits = [
    minimum !== undefined && maximum !== undefined ? `${minimum} to ${maximum}` : "",
    maxLength === undefined ? "" : `at most ${maxLength} characters`,
    format === "date-time" ? "ISO 8601, UTC" : "",
    schema.default === undefined ? "" : `default ${JSON.stringify(schema.default)}`,
    example === undefined || schema.enum ? "" : `such as ${JSON.stringify(example)}`,
  ];
  return [schema.description ?? "", ...limits].filter((part) => part !== "").join("; ");
}
