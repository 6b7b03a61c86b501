import type { ToolAnnotations } from "@modelcontextprotocol/sdk/types.js";
import type { z } from "zod";
import type { AccountActor, Scope } from "@/lib/context/actor";
import type { Reach } from "@/lib/context/mailbox-reach";
import type { PortalContext } from "@/lib/context/portal-context";
import { fail, type Result, succeed } from "@/lib/errors/result";
import type { MessagesContext } from "@/lib/messages/messages-context";

export type McpContext = PortalContext & MessagesContext;

/** What a tool says when it did its work. */
export interface ToolAnswer {
  /** One sentence or two, of the portal's own words and the account's own addresses only. */
  readonly text: string;
  /** The same for programs. */
  readonly data: Readonly<Record<string, unknown>>;
  /** What strangers wrote; shown apart and marked as such. */
  readonly untrusted?: unknown;
}

/** Why it was not done. */
export interface ToolRefusal {
  /** kebab-case, stable. */
  readonly reason: string;
  /** What to do about it, where the usual sentence does not say. */
  readonly advice?: string;
  readonly retryAfterSeconds?: number;
}

export interface ToolCall<Input> {
  readonly context: McpContext;
  readonly actor: AccountActor;
  readonly input: Input;
  /** Aborted when nobody waits for the answer any more. */
  readonly signal: AbortSignal;
  /** Asks the person before the agent, where its program can. */
  askPerson(question: string): Promise<"yes" | "no" | "cannot-ask">;
}

export type PreparedTool = (call: Omit<ToolCall<never>, "input">) => Promise<Result<ToolAnswer, ToolRefusal>>;

export interface McpTool {
  readonly name: string;
  readonly title: string;
  readonly description: string;
  /** What the token must cover. */
  readonly scope: Exclude<Scope, "*">;
  /** What concerns the whole account takes a token that is not limited to mailboxes. */
  readonly reach: Reach;
  readonly input: z.ZodObject;
  readonly annotations: ToolAnnotations;
  /** Checks the arguments; what comes back does the work once. Fails with a sentence. */
  prepare(given: unknown): Result<PreparedTool, string>;
}

export interface ToolDeclaration<Input extends z.ZodObject> extends Omit<McpTool, "input" | "prepare"> {
  readonly input: Input;
  run(call: ToolCall<z.output<Input>>): Promise<Result<ToolAnswer, ToolRefusal>>;
}

/** Declares one tool: its types stay in its file. */
export function defineTool<Input extends z.ZodObject>(declared: ToolDeclaration<Input>): McpTool {
  const { name, title, description, scope, reach, input, annotations } = declared;
  return {
    name,
    title,
    description,
    scope,
    reach,
    input,
    annotations,
    prepare: (given) => {
      const parsed = input.safeParse(given ?? {});
      if (parsed.success) return succeed((call) => declared.run({ ...call, input: parsed.data }));
      // zod's sentences name fields and types, never the value that was sent.
      return fail(parsed.error.issues.map(({ path, message }) => `${path.join(".")}: ${message}`).join("; "));
    },
  };
}
