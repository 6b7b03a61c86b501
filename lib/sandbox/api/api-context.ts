import type { ApiAnswer } from "@/lib/sandbox/api/api-answer";
import type { Attributes, CallReport } from "@/lib/sandbox/api/call-report";
import type { MailStore } from "@/lib/sandbox/mail/mail-store";
import type { SandboxState } from "@/lib/sandbox/sandbox-state";

/** What every route works on. */
export type ApiContext = {
  readonly state: SandboxState;
  readonly mail: MailStore;
};

/** One call, parsed: `/api/v1/{action}/{category}/{object}/{extra}`. */
export type ApiCall = {
  readonly action: string;
  readonly category: string;
  readonly object: string | null;
  readonly extra: string | null;
  readonly query: URLSearchParams;
  readonly attributes: Attributes;
  /** As sent: Mailcow echoes items back in whatever shape they came. */
  readonly items: unknown;
};

export type GetRoute = (context: ApiContext, call: ApiCall) => ApiAnswer;
export type ChangeRoute = (context: ApiContext, call: ApiCall, report: CallReport) => Promise<void> | void;
