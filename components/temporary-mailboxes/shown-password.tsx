"use client";

import { CopyButton } from "@/components/ui/copy-button";
import { useFormState } from "@/components/ui/form-context";
import { SubmitButton } from "@/components/ui/submit-button";

interface ShownPasswordProps {
  readonly labels: {
    readonly show: string;
    readonly copy: string;
    readonly copied: string;
    readonly failed: string;
  };
}

/** A button until it is pressed, the password afterwards: it comes with the answer and is not in the page before. */
export function ShownPassword({ labels }: ShownPasswordProps) {
  const password = useFormState().details?.password;
  if (!password) return <SubmitButton tone="secondary">{labels.show}</SubmitButton>;
  return (
    <p className="flex flex-wrap items-center gap-2 rounded-lg bg-sunken ps-3">
      <code className="min-w-0 font-mono text-sm break-all select-all" data-password>
        {password}
      </code>
      <CopyButton text={password} label={labels.copy} copiedLabel={labels.copied} failedLabel={labels.failed}>
        {labels.copy}
      </CopyButton>
    </p>
  );
}
