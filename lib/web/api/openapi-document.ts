import { OpenAPIRegistry, OpenApiGeneratorV31 } from "@asteasolutions/zod-to-openapi";
import { z } from "zod";
import { apiRoutes } from "./api-routes";
import type { Route, RouteTag } from "./define-route";
import { PROBLEM_TYPE } from "./describe-problem";
import { shortHealth } from "./health/health-json";
import { type ProblemReason, problemKinds } from "./problem-kinds";

type RouteConfig = Parameters<OpenAPIRegistry["registerPath"]>[0];
export type OpenApiDocument = ReturnType<OpenApiGeneratorV31["generateDocument"]>;

/** What any call can meet. */
const EVERYWHERE: readonly ProblemReason[] = [
  "invalid-token",
  "insufficient-scope",
  "invalid-request",
  "rate-limited",
  "internal-error",
  "mail-server-unavailable",
  "portal-unavailable",
];
const WITH_BODY: readonly ProblemReason[] = ["malformed-json", "body-too-large", "unsupported-media-type"];
const WITH_KEY: readonly ProblemReason[] = ["idempotency-in-flight", "idempotency-key-reused"];

const problemSchema = z.strictObject({
  type: z
    .string()
    .meta({ description: "Where the code is explained", example: "/api-reference#weak-password" }),
  title: z.string(),
  status: z.number().int(),
  detail: z.string(),
  code: z
    .string()
    .meta({ description: "To program against: never changes its meaning", example: "weak-password" }),
  instance: z.string().meta({ description: "Path of the call" }),
  request_id: z.uuid().meta({ description: "As `X-Request-Id`; the portal's log has it" }),
  errors: z
    .array(z.strictObject({ field: z.string(), code: z.string(), message: z.string() }))
    .optional()
    .meta({ description: "What is wrong with which field" }),
});

const DESCRIPTION = `Everything a page of the portal can do for a mailbox, for programs.

Send \`Authorization: Bearer <token>\`; tokens are made in the settings, or with \`pasture token create\`. Bodies are JSON
and unknown fields are refused. What could not be done is a problem (RFC 9457) with a stable \`code\`. A POST with an
\`Idempotency-Key\` can be sent again within 24 hours and gets the first answer. 429 and 503 carry \`Retry-After\`.`;

/** In the order of the reference. */
const TAGS: Readonly<Record<RouteTag, string>> = {
  Mailbox: "The mailbox of the token's account: made, read, changed and deleted.",
  "Temporary mailboxes":
    "Real mailboxes with a random address and an end, as many as the domain's caps allow.",
  Mail: "What lies in the mailboxes of the token's account, sending from them, and waiting for what comes.",
  Rules: "What the owner of a mailbox wants to hear of when mail comes.",
  Webhooks:
    "Receivers of events, signed by the Standard Webhooks specification, with a log of what was sent.",
  Operations: "Work that goes on after the answer: how it stands, and trying it again.",
  Administration: "Everybody's mailboxes and accounts, domains and the clean-up; for administrators' tokens.",
  Health: "How the portal and the mail server behind it are.",
};

/** The document, from the very schemas that the routes check with. */
export function buildOpenApiDocument(): OpenApiDocument {
  const registry = new OpenAPIRegistry();
  const token = registry.registerComponent("securitySchemes", "token", {
    type: "http",
    scheme: "bearer",
    description: "A token of the portal; each operation names the scope it needs",
  });
  for (const route of apiRoutes) registry.registerPath(describeRoute(route, token.name));
  registry.registerPath(describeShortHealth());
  return new OpenApiGeneratorV31(registry.definitions).generateDocument({
    openapi: "3.1.0",
    info: { title: "Pasture", version: "1", description: DESCRIPTION, license: { name: "MIT" } },
    servers: [{ url: "/", description: "This portal" }],
    tags: Object.entries(TAGS).map(([name, description]) => ({ name, description })),
  });
}

function describeRoute(route: Route, security: string): RouteConfig {
  return {
    method: toLowerCase(route.method),
    path: route.path,
    operationId: operationId(route),
    tags: [route.tag],
    summary: route.summary,
    ...(route.description ? { description: route.description } : {}),
    security: [{ [security]: [] }],
    "x-scope": route.scope,
    request: {
      ...(hasFields(route.params) ? { params: route.params } : {}),
      ...(hasFields(route.query) ? { query: route.query } : {}),
      ...(route.method === "POST" ? { headers: idempotencyHeader } : {}),
      ...(route.body && hasFields(route.body)
        ? { body: { required: true, content: { "application/json": { schema: route.body } } } }
        : {}),
    },
    responses: { ...describeSuccesses(route), ...describeProblems(route) },
  };
}

const idempotencyHeader = z.object({
  "Idempotency-Key": z.string().min(1).max(255).optional().meta({
    description: "Makes the call safe to repeat for 24 hours: the same key gets the first answer again",
  }),
});

function describeSuccesses(route: Route): RouteConfig["responses"] {
  return Object.fromEntries(
    Object.entries(route.successes).map(([status, description]) => [
      status,
      {
        description,
        content: route.output
          ? { "application/json": { schema: route.output } }
          : { "application/octet-stream": { schema: { type: "string", format: "binary" } } },
      },
    ]),
  );
}

/** One response a status; its description lists the codes it can carry. */
function describeProblems(route: Route): RouteConfig["responses"] {
  const reasons = [
    ...EVERYWHERE,
    ...(route.reach === "account" ? (["token-bound"] as const) : []),
    ...(route.body ? WITH_BODY : []),
    ...(route.method === "POST" ? WITH_KEY : []),
    ...route.failures,
  ];
  const codes = new Map<number, Set<string>>();
  for (const { status, code } of reasons.map((reason) => problemKinds[reason])) {
    codes.set(status, (codes.get(status) ?? new Set()).add(code));
  }
  return Object.fromEntries(
    [...codes].map(([status, set]) => [
      status,
      {
        description: [...set].map((code) => `\`${code}\``).join(", "),
        content: { [PROBLEM_TYPE]: { schema: problemSchema } },
      },
    ]),
  );
}

function describeShortHealth(): RouteConfig {
  const content = { "application/json": { schema: shortHealth } };
  return {
    method: "get",
    path: "/api/v1/health",
    operationId: "getShortHealth",
    tags: ["Health" satisfies RouteTag],
    summary: "How the portal is",
    description: "Needs no token. Also served as `/health`.",
    security: [],
    responses: {
      200: { description: "The portal serves; `status` says if work waits", content },
      503: { description: "The database is away", content },
    },
  };
}

function operationId({ method, path }: Route): string {
  const words = path.split("/").filter((word) => !["", "api", "v1"].includes(word));
  return [method.toLowerCase(), ...words.map((word) => word.replace(/[{}]/g, ""))]
    .join("-")
    .replace(/-(\w)/g, (_match, letter: string) => letter.toUpperCase());
}

function hasFields(schema: z.ZodObject): boolean {
  return Object.keys(schema.shape).length > 0;
}

function toLowerCase<Text extends string>(text: Text): Lowercase<Text> {
  return text.toLowerCase() as Lowercase<Text>;
}
