"use client";

import { CopyButton } from "@/components/ui/copy-button";
import { useFormState } from "@/components/ui/form-context";

interface NewTokenProps {
  readonly labels: { readonly copy: string; readonly copied: string; readonly failed: string };
}

/** The token that was just made: the one time it can be seen. It lives in this page only and goes with it. */
export function NewToken({ labels }: NewTokenProps) {
  const token = useFormState().details?.token;
  if (!token) return null;
  return (
    <div className="flex flex-wrap items-center justify-between gap-2 rounded-lg bg-sunken p-3">
      <code className="min-w-0 font-mono text-sm break-all select-all" data-token>
        {token}
      </code>
      <CopyButton text={token} label={labels.copy} copiedLabel={labels.copied} failedLabel={labels.failed}>
        {labels.copy}
      </CopyButton>
    </div>
  );
}
