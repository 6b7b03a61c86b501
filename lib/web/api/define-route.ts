import { Readable } from "node:stream";
import { z } from "zod";
import type { AccountActor, Scope } from "@/lib/context/actor";
import type { Reach } from "@/lib/context/mailbox-reach";
import { fail, type Result, succeed } from "@/lib/errors/result";
import { downloadHeaders } from "@/lib/messages/download-headers";
import type { ApiContext } from "./api-context";
import type { ApiAnswer, FieldError, Refusal } from "./describe-problem";
import type { ProblemReason } from "./problem-kinds";

export type RouteMethod = "GET" | "POST" | "PATCH" | "DELETE";
export type RouteTag =
  | "Mailbox"
  | "Temporary mailboxes"
  | "Mail"
  | "Rules"
  | "Webhooks"
  | "Operations"
  | "Administration"
  | "Health";

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
  /** What concerns the whole account takes a token that is not limited to mailboxes. */
  readonly reach: Reach;
  readonly params: z.ZodObject;
  readonly query: z.ZodObject;
  /** Null for methods without a body. */
  readonly body: z.ZodObject | null;
  /** Null for a file, which is streamed as it is. */
  readonly output: z.ZodObject | null;
  /** Of the body; more is refused before it is read. */
  readonly maxBodyBytes: number;
  /** Status to what it means. */
  readonly successes: Readonly<Record<number, string>>;
  readonly failures: readonly ProblemReason[];
  /** Which body or query field a refusal is about. */
  readonly failureFields: Partial<Record<ProblemReason, string>>;
  /** Checks the input against the schemas; what comes back does the work once. */
  prepare(input: RawInput): Result<PreparedCall, { readonly errors: readonly FieldError[] }>;
}

export type PreparedCall = (
  context: ApiContext,
  actor: AccountActor,
  facts: RequestFacts,
) => Promise<Result<ApiAnswer, Refusal>>;

/** What a request says beside its input. */
export interface RequestFacts {
  /** Of this token's requests; null where none was sent. */
  readonly idempotencyKey: string | null;
  /** Aborted when the client goes away. */
  readonly signal: AbortSignal;
}

export interface RouteCall<Params, Query, Body> extends RequestFacts {
  readonly context: ApiContext;
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

interface DeclaredRoute<
  Params extends z.ZodObject,
  Query extends z.ZodObject,
  Body extends z.ZodObject,
  Reason extends ProblemReason,
> {
  readonly method: RouteMethod;
  readonly path: string;
  readonly tag: RouteTag;
  readonly summary: string;
  readonly description?: string;
  readonly scope: Exclude<Scope, "*">;
  /** `account` unless it says otherwise, so that a route which forgot to say is closed to tokens limited to mailboxes. */
  readonly reach?: Reach;
  /** Defaults to none; unknown names are refused. */
  readonly params?: Params;
  readonly query?: Query;
  readonly body?: Body;
  /** Of the body; 64 KiB unless it says otherwise. */
  readonly maxBodyBytes?: number;
  /** Every reason the handler can refuse for: one that is not listed does not compile. */
  readonly failures: readonly Reason[];
  readonly failureFields?: Partial<Record<Reason, string>>;
}

export interface RouteDeclaration<
  Params extends z.ZodObject,
  Query extends z.ZodObject,
  Body extends z.ZodObject,
  Output extends z.ZodObject,
  Status extends number,
  Reason extends ProblemReason,
> extends DeclaredRoute<Params, Query, Body, Reason> {
  readonly output: Output;
  readonly successes: Readonly<Record<Status, string>>;
  handle(
    call: RouteCall<z.output<Params>, z.output<Query>, z.output<Body>>,
  ): Promise<Result<RouteReply<NoInfer<Status>, z.input<Output>>, Refusal<NoInfer<Reason>>>>;
}

/** One operation that answers with a file. */
export interface DownloadDeclaration<
  Params extends z.ZodObject,
  Query extends z.ZodObject,
  Reason extends ProblemReason,
> extends DeclaredRoute<Params, Query, NoFields, Reason> {
  readonly method: "GET";
  handle(
    call: RouteCall<z.output<Params>, z.output<Query>, Readonly<Record<never, never>>>,
  ): Promise<Result<Download, Refusal<NoInfer<Reason>>>>;
}

export interface Download {
  /** Safe to save under. */
  readonly fileName: string;
  readonly content: Readable;
}

type NoFields = z.ZodObject<Record<never, never>>;

/** Bytes: a name, a password, a search. */
const USUAL_BODY_BYTES = 65_536;
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
  // The fixed form of every answer; what failed is a problem and has none.
  const output = z.strictObject({ success: z.literal(true), ...declared.output.shape });
  return completeRoute(declared, { output, successes: declared.successes }, async (call) => {
    const result = await declared.handle(call);
    return result.ok ? succeed(serialize(output, result.value)) : result;
  });
}

/** Declares an operation whose answer is a file: streamed, and never shown by a browser. */
export function defineDownload<
  Params extends z.ZodObject = NoFields,
  Query extends z.ZodObject = NoFields,
  Reason extends ProblemReason = never,
>(declared: DownloadDeclaration<Params, Query, Reason>): Route {
  const successes = { 200: "The file" };
  return completeRoute(declared, { output: null, successes }, async (call) => {
    const result = await declared.handle(call);
    if (!result.ok) return result;
    const { fileName, content } = result.value;
    // Web streams are typed twice, by Node and by the DOM.
    const stream = Readable.toWeb(content) as ReadableStream<Uint8Array>;
    return succeed({ status: 200, headers: downloadHeaders(fileName), body: null, stream });
  });
}

function completeRoute<
  Params extends z.ZodObject,
  Query extends z.ZodObject,
  Body extends z.ZodObject,
  Reason extends ProblemReason,
>(
  declared: DeclaredRoute<Params, Query, Body, Reason>,
  answers: Pick<Route, "output" | "successes">,
  handle: (
    call: RouteCall<z.output<Params>, z.output<Query>, z.output<Body>>,
  ) => Promise<Result<ApiAnswer, Refusal>>,
): Route {
  const params = declared.params ?? z.strictObject({});
  const query = declared.query ?? z.strictObject({});
  const body = declared.body ?? z.strictObject({});
  return {
    method: declared.method,
    path: declared.path,
    tag: declared.tag,
    summary: declared.summary,
    description: declared.description ?? null,
    scope: declared.scope,
    reach: declared.reach ?? "account",
    params,
    query,
    body: declared.body || METHODS_WITH_BODY.has(declared.method) ? body : null,
    maxBodyBytes: declared.maxBodyBytes ?? USUAL_BODY_BYTES,
    ...answers,
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
      return succeed((context, actor, facts) => handle({ context, actor, ...call, ...facts }));
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
