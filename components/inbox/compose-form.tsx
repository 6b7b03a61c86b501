"use client";

import {
  type ReactNode,
  startTransition,
  useActionState,
  useEffect,
  useLayoutEffect,
  useRef,
  useState,
} from "react";
import { buttonClasses } from "@/components/ui/button-classes";
import { Field } from "@/components/ui/field";
import { FormContext } from "@/components/ui/form-context";
import { PRISTINE } from "@/components/ui/form-state";
import { SelectInput } from "@/components/ui/select-input";
import { TextInput } from "@/components/ui/text-input";
import { ComposeFiles } from "./compose-files";
import type { ComposeStart } from "./compose-start";
import type { ComposeState, SavedDraft } from "./compose-state";
import { ComposeText } from "./compose-text";
import { useAutosave } from "./use-autosave";

export interface ComposeFormProps {
  readonly action: (previous: ComposeState, form: FormData) => Promise<ComposeState>;
  readonly saveQuietly: (form: FormData) => Promise<SavedDraft | null>;
  readonly start: ComposeStart;
  readonly mailboxId: string;
  readonly clientKey: string;
  readonly addresses: readonly string[];
  readonly signs: { readonly attach: ReactNode; readonly remove: ReactNode };
  /** `#` stands for a name or a time. */
  readonly labels: Readonly<
    Record<
      | "from"
      | "to"
      | "cc"
      | "bcc"
      | "copies"
      | "subject"
      | "text"
      | "recipientsHint"
      | "attach"
      | "attachments"
      | "removeFile"
      | "filesHint"
      | "send"
      | "saveDraft"
      | "discard"
      | "saved"
      | "saving"
      | "saveFailed",
      string
    >
  >;
}

/**
 * Writing a message. The server's form does everything; a script adds that what is written is kept every few seconds,
 * and that files can be taken out again.
 */
export function ComposeForm(props: ComposeFormProps) {
  const { start, labels, mailboxId, clientKey, addresses } = props;
  const [state, formAction, isBusy] = useActionState<ComposeState, FormData>(props.action, PRISTINE);
  const form = useRef<HTMLFormElement>(null);
  const answer = useRef<HTMLDivElement>(null);
  const [files, setFiles] = useState<readonly File[]>([]);
  const held = useRef(files);
  useLayoutEffect(() => {
    held.current = files;
  }, [files]);
  const { draft, note, settle } = useAutosave({
    form,
    files: held,
    answered: state.draft ?? null,
    save: props.saveQuietly,
    isBusy,
    labels,
    dropFiles: (sent) => setFiles((now) => now.filter((file) => !sent.includes(file))),
  });
  useEffect(() => {
    if (state.status === "refused") answer.current?.focus();
  }, [state]);
  const hasCopies = [start.cc, start.bcc, state.values?.cc, state.values?.bcc].some(Boolean);
  return (
    <FormContext value={{ formId: "compose", state }}>
      <form
        ref={form}
        action={formAction}
        // Sent by hand, the form keeps what is in it: React empties one that it sends itself.
        onSubmit={(event) => {
          event.preventDefault();
          if (isBusy) return;
          const { submitter } = event.nativeEvent as SubmitEvent;
          const send = async (): Promise<void> => {
            await settle();
            const data = new FormData(form.current ?? undefined, submitter);
            startTransition(() => formAction(withFiles(data, held.current)));
          };
          void send();
        }}
        noValidate
        className="grid grid-cols-1 gap-4"
        data-compose={start.title}
      >
        <input type="hidden" name="mailboxId" value={mailboxId} />
        <input type="hidden" name="clientKey" value={clientKey} />
        <input type="hidden" name="mode" value={start.mode} />
        <input type="hidden" name="originalFolder" value={start.original?.folder ?? ""} />
        <input type="hidden" name="originalId" value={start.original?.messageId ?? ""} />
        <input type="hidden" name="thread" value={start.thread.join(" ")} />
        <input type="hidden" name="draftId" value={draft?.draftId ?? start.draftId ?? ""} />
        {/* Always in the page, so that screen readers notice what is put into it. */}
        <div ref={answer} tabIndex={-1} aria-live="polite" className="empty:absolute">
          {state.status === "refused" ? (
            <p
              className="rounded-lg border border-bad-ink/30 bg-bad-soft px-4 py-3 text-bad-ink"
              data-result="refused"
            >
              {state.message}
            </p>
          ) : null}
        </div>
        {addresses.length > 1 ? (
          <Field name="from" label={labels.from}>
            <SelectInput
              name="from"
              options={addresses.map((address) => ({ value: address, label: address }))}
              defaultValue={addresses[0]}
            />
          </Field>
        ) : (
          <input type="hidden" name="from" value={addresses[0] ?? ""} />
        )}
        <Field name="to" label={labels.to}>
          <Recipients name="to" value={start.to} />
        </Field>
        <details open={hasCopies} className="-my-1">
          <summary className="min-h-11 py-2.5 text-sm font-medium text-accent-ink">{labels.copies}</summary>
          <div className="grid gap-4 pt-2">
            <Field name="cc" label={labels.cc}>
              <Recipients name="cc" value={start.cc} />
            </Field>
            <Field name="bcc" label={labels.bcc}>
              <Recipients name="bcc" value={start.bcc} />
            </Field>
            <p className="text-sm text-ink-soft">{labels.recipientsHint}</p>
          </div>
        </details>
        <Field name="subject" label={labels.subject}>
          <TextInput name="subject" defaultValue={start.subject} maxLength={500} autoComplete="off" />
        </Field>
        <Field name="text" label={labels.text}>
          <ComposeText value={start.text} takesFocus={start.mode === "reply" || start.title === "draft"} />
        </Field>
        <ComposeFiles
          kept={draft?.kept ?? start.kept}
          files={files}
          setFiles={setFiles}
          labels={labels}
          signs={props.signs}
        />
        <div className="sticky bottom-16 z-[1] -mx-4 flex flex-wrap items-center gap-2 border-t border-line bg-canvas px-4 py-3 sm:mx-0 sm:px-0 md:bottom-0">
          <button
            type="submit"
            name="intent"
            value="send"
            aria-disabled={isBusy}
            className={buttonClasses("primary", "px-3 sm:px-4")}
          >
            {isBusy ? <span className="spinner" aria-hidden="true" /> : null}
            {labels.send}
          </button>
          <button type="submit" name="intent" value="draft" className={buttonClasses("secondary", "px-3")}>
            {labels.saveDraft}
          </button>
          <button
            type="submit"
            name="intent"
            value="discard"
            className={buttonClasses("quiet", "px-3 text-bad-ink hover:bg-bad-soft")}
          >
            {labels.discard}
          </button>
          <p
            role="status"
            className="grow basis-full text-sm text-ink-soft empty:sr-only sm:basis-auto"
            data-autosave
          >
            {note || (state.status === "done" ? state.message : "")}
          </p>
        </div>
      </form>
    </FormContext>
  );
}

function Recipients({ name, value }: { readonly name: string; readonly value: string }) {
  return (
    <TextInput
      name={name}
      defaultValue={value}
      inputMode="email"
      autoComplete="off"
      autoCapitalize="none"
      spellCheck={false}
      maxLength={40_000}
    />
  );
}

/** Files chosen one after the other; a file field holds only the last choice. */
export function withFiles(form: FormData, files: readonly File[]): FormData {
  form.delete("files");
  for (const file of files) form.append("files", file);
  return form;
}
