import { z } from "zod";
import type { AccountActor, Scope } from "@/lib/context/actor";
import type { PortalContext } from "@/lib/context/portal-context";
import { fail, type Result, succeed } from "@/lib/errors/result";
import type { ApiAnswer, FieldError, Refusal } from "./describe-problem";
import type { ProblemReason } from "./problem-kinds";

export type RouteMethod = "GET" | "POST" | "PATCH" | "DELETE";
export type RouteTag = "Mailbox" | "Operations" | "Administration" | "Health";

/** What somebody sent, before it means anything. */
export interface RawInput {
  readonly params: Readonly<Record<string, string>>;
  readonly query: Readonly<Record<string, string>>;
  /** `{}` where there was no body. */
  readonly body: unknown;
}

/** One operation of the API as the door and the OpenAPI document see it: every type of its own is behind `prepare`. */
export interface Route {
  readonly method: RouteMethod;
  /** With `{name}` for each parameter. */
  readonly path: string;
  readonly tag: RouteTag;
  readonly summary: string;
  readonly description: string | null;
  /** What the token must cover. */
  readonly scope: Exclude<Scope, "*">;
  readonly params: z.ZodObject;
  readonly query: z.ZodObject;
  /** Null for methods without a body. */
  readonly body: z.ZodObject | null;
  readonly output: z.ZodObject;
  /** Status to what it means. */
  readonly successes: Readonly<Record<number, string>>;
  readonly failures: readonly ProblemReason[];
  /** Which body field a refusal is about. */
  readonly failureFields: Partial<Record<ProblemReason, string>>;
  /** Checks the input against the schemas; what comes back does the work once. */
  prepare(input: RawInput): Result<PreparedCall, { readonly errors: readonly FieldError[] }>;
}

export type PreparedCall = (
  context: PortalContext,
  actor: AccountActor,
) => Promise<Result<ApiAnswer, Refusal>>;

export interface RouteCall<Params, Query, Body> {
  readonly context: PortalContext;
  readonly actor: AccountActor;
  readonly params: Params;
  readonly query: Query;
  readonly body: Body;
}

export interface RouteReply<Status, Output> {
  readonly status: Status;
  readonly body: Output;
  readonly headers: Readonly<Record<string, string>>;
}

export interface RouteDeclaration<
  Params extends z.ZodObject,
  Query extends z.ZodObject,
  Body extends z.ZodObject,
  Output extends z.ZodObject,
  Status extends number,
  Reason extends ProblemReason,
> {
  readonly method: RouteMethod;
  readonly path: string;
  readonly tag: RouteTag;
  readonly summary: string;
  readonly description?: string;
  readonly scope: Exclude<Scope, "*">;
  /** Defaults to none; unknown names are refused. */
  readonly params?: Params;
  readonly query?: Query;
  readonly body?: Body;
  readonly output: Output;
  readonly successes: Readonly<Record<Status, string>>;
  /** Every reason the handler can refuse for: one that is not listed does not compile. */
  readonly failures: readonly Reason[];
  readonly failureFields?: Partial<Record<Reason, string>>;
  handle(
    call: RouteCall<z.output<Params>, z.output<Query>, z.output<Body>>,
  ): Promise<Result<RouteReply<NoInfer<Status>, z.input<Output>>, Refusal<NoInfer<Reason>>>>;
}

type NoFields = z.ZodObject<Record<never, never>>;

const METHODS_WITH_BODY: ReadonlySet<RouteMethod> = new Set(["POST", "PATCH"]);

/**
 * Declares one operation. The handler gets input that passed the schemas and calls one service; its answer is
 * checked against `output`, so that nothing leaves that the document does not name.
 */
export function defineRoute<
  Params extends z.ZodObject = NoFields,
  Query extends z.ZodObject = NoFields,
  Body extends z.ZodObject = NoFields,
  Output extends z.ZodObject = z.ZodObject,
  Status extends number = number,
  Reason extends ProblemReason = never,
>(declared: RouteDeclaration<Params, Query, Body, Output, Status, Reason>): Route {
  const params = declared.params ?? z.strictObject({});
  const query = declared.query ?? z.strictObject({});
  const body = declared.body ?? z.strictObject({});
  // The fixed form of every answer; what failed is a problem and has none.
  const output = z.strictObject({ success: z.literal(true), ...declared.output.shape });
  return {
    method: declared.method,
    path: declared.path,
    tag: declared.tag,
    summary: declared.summary,
    description: declared.description ?? null,
    scope: declared.scope,
    params,
    query,
    body: declared.body || METHODS_WITH_BODY.has(declared.method) ? body : null,
    output,
    successes: declared.successes,
    failures: declared.failures,
    failureFields: declared.failureFields ?? {},
    prepare: (input) => {
      const parsed = {
        params: params.safeParse(input.params),
        query: query.safeParse(input.query),
        body: body.safeParse(input.body),
      };
      const errors = [parsed.params, parsed.query, parsed.body].flatMap(({ error }) =>
        listFieldErrors(error),
      );
      if (!parsed.params.success || !parsed.query.success || !parsed.body.success) return fail({ errors });
      const call = {
        // The schemas that stand in for undeclared ones have no fields, as their types say.
        params: parsed.params.data as z.output<Params>,
        query: parsed.query.data as z.output<Query>,
        body: parsed.body.data as z.output<Body>,
      };
      return succeed(async (context, actor) => {
        const result = await declared.handle({ context, actor, ...call });
        return result.ok ? succeed(serialize(output, result.value)) : result;
      });
    },
  };
}

/** What a handler that succeeded gives back. */
export function reply<const Status extends number, Output>(
  status: Status,
  body: Output,
  headers: Readonly<Record<string, string>> = {},
): { readonly ok: true; readonly value: RouteReply<Status, Output> } {
  return succeed({ status, body, headers });
}

function serialize(output: z.ZodObject, { status, headers, body }: RouteReply<number, object>): ApiAnswer {
  return {
    status,
    headers: { "Content-Type": "application/json", ...headers },
    body: output.parse({ success: true, ...body }),
  };
}

/** zod's own sentences name fields and types, never the value that was sent. */
function listFieldErrors(error: z.ZodError | undefined): readonly FieldError[] {
  return (error?.issues ?? []).flatMap((issue): readonly FieldError[] => {
    if (issue.code === "unrecognized_keys") {
      return issue.keys.map((field) => ({
        field,
        code: "unknown-field",
        message: "There is no such field.",
      }));
    }
    const code = issue.code.replaceAll("_", "-");
    return [{ field: issue.path.join("."), code, message: issue.message }];
  });
}
