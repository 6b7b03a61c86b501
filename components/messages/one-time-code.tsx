import { Copy } from "lucide-react";
import { CopyButton } from "@/components/ui/copy-button";

interface OneTimeCodeProps {
  readonly code: string;
  readonly labels: {
    readonly title: string;
    readonly copy: string;
    readonly copied: string;
    readonly copyFailed: string;
  };
}

/** The code a message brings, large, and copied with one press. */
export function OneTimeCode({ code, labels }: OneTimeCodeProps) {
  return (
    <div className="flex flex-wrap items-center justify-between gap-x-4 gap-y-2 rounded-lg bg-accent-soft px-4 py-3">
      <p>
        <span className="block text-sm">{labels.title}</span>
        <strong className="font-mono text-2xl tracking-widest" translate="no">
          {code}
        </strong>
      </p>
      <CopyButton
        text={code}
        label={labels.copy}
        copiedLabel={labels.copied}
        failedLabel={labels.copyFailed}
        className="border border-accent bg-surface px-3"
      >
        <Copy size={16} />
        {labels.copy}
      </CopyButton>
    </div>
  );
}
