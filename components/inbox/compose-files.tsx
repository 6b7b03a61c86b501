"use client";

import type { ReactNode } from "react";
import { formatFileSize } from "@/components/messages/format-file-size";
import { buttonClasses } from "@/components/ui/button-classes";
import type { KeptFileView } from "./compose-state";

interface ComposeFilesProps {
  /** Lie in the mailbox: a tick says that they are sent along. */
  readonly kept: readonly KeptFileView[];
  /** Chosen here and not sent to the server yet. */
  readonly files: readonly File[];
  readonly setFiles: (files: readonly File[]) => void;
  readonly signs: { readonly attach: ReactNode; readonly remove: ReactNode };
  readonly labels: Readonly<Record<"attach" | "attachments" | "removeFile" | "filesHint", string>>;
}

export function ComposeFiles({ kept, files, setFiles, signs, labels }: ComposeFilesProps) {
  return (
    <fieldset className="grid min-w-0 grid-cols-1 gap-2">
      <legend className="mb-1.5 font-medium">{labels.attachments}</legend>
      {kept.length + files.length > 0 ? (
        <ul className="grid grid-cols-1 gap-1" data-files>
          {kept.map(({ reference, fileName, size }) => (
            <li key={reference}>
              <label className="flex min-h-11 items-center gap-3 rounded-lg border border-line px-3 py-2 has-[input:not(:checked)]:opacity-60">
                <input
                  type="checkbox"
                  name="keep"
                  value={reference}
                  defaultChecked
                  className="size-5 accent-accent"
                />
                <FileName name={fileName} size={size} />
              </label>
            </li>
          ))}
          {files.map((file) => (
            <li
              key={`${file.name} ${file.size} ${file.lastModified}`}
              className="flex min-h-11 items-center gap-3 rounded-lg border border-line ps-3"
            >
              <FileName name={file.name} size={sizeOf(file)} />
              <button
                type="button"
                aria-label={labels.removeFile.replace("#", file.name)}
                className="inline-flex size-11 shrink-0 items-center justify-center rounded-lg text-ink-soft hover:bg-sunken hover:text-bad-ink"
                onClick={() => setFiles(files.filter((other) => other !== file))}
              >
                {signs.remove}
              </button>
            </li>
          ))}
        </ul>
      ) : null}
      <div className="flex flex-wrap items-center gap-x-3 gap-y-1">
        <label
          className={buttonClasses(
            "secondary",
            "relative px-3 focus-within:outline-2 focus-within:outline-offset-2 focus-within:outline-accent",
          )}
        >
          {signs.attach}
          <span>{labels.attach}</span>
          <input
            type="file"
            name="files"
            multiple
            // Seen without JavaScript, where nothing else would say which files were chosen.
            className="max-w-44 text-sm [@media(scripting:enabled)]:absolute [@media(scripting:enabled)]:inset-0 [@media(scripting:enabled)]:max-w-none [@media(scripting:enabled)]:cursor-pointer [@media(scripting:enabled)]:opacity-0"
            onChange={(event) => {
              setFiles([...files, ...(event.target.files ?? [])]);
              event.target.value = "";
            }}
          />
        </label>
        <p className="text-sm text-ink-soft">{labels.filesHint}</p>
      </div>
    </fieldset>
  );
}

function FileName({ name, size }: { readonly name: string; readonly size: string }) {
  return (
    <span className="min-w-0 grow">
      <bdi className="[overflow-wrap:anywhere]">{name}</bdi>{" "}
      <span className="whitespace-nowrap text-sm text-ink-soft">{size}</span>
    </span>
  );
}

/** Of a file only the browser knows yet, in the page's language. */
function sizeOf(file: File): string {
  const number = (value: number, options: Intl.NumberFormatOptions): string =>
    new Intl.NumberFormat(document.documentElement.lang, options).format(value);
  return formatFileSize({ number }, file.size);
}
