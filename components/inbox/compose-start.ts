import type { SendingMode } from "@/lib/sending/schema";
import type { KeptFileView } from "./compose-state";

/** What the form is filled with when it opens. */
export interface ComposeStart {
  readonly title: "new" | "reply" | "reply-all" | "forward" | "draft";
  readonly mode: SendingMode;
  /** What is answered or passed on. */
  readonly original: { readonly folder: string; readonly messageId: string } | null;
  /** With angle brackets, for the draft's own headers; the message that is sent looks them up itself. */
  readonly thread: readonly string[];
  readonly draftId: string | null;
  readonly to: string;
  readonly cc: string;
  readonly bcc: string;
  readonly subject: string;
  readonly text: string;
  readonly kept: readonly KeptFileView[];
}
