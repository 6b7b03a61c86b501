import type { FormState } from "@/components/ui/form-state";

/** A file that lies in the mailbox already. */
export interface KeptFileView {
  /** Where it lies, for the form. */
  readonly reference: string;
  readonly fileName: string;
  /** In words. */
  readonly size: string;
}

export interface SavedDraft {
  /** Null when the mail server did not say. */
  readonly draftId: string | null;
  /** In words. */
  readonly savedAt: string;
  /** All files of the draft: those that came with the form are among them now. */
  readonly kept: readonly KeptFileView[];
}

/** What the compose form's action answers. */
export interface ComposeState extends FormState {
  readonly draft?: SavedDraft;
}
