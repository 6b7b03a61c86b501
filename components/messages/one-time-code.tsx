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
    <p className="flex flex-wrap items-center gap-3 rounded-lg bg-accent-soft p-4">
      <span className="text-sm">{labels.title}</span>
      <strong className="font-mono text-2xl tracking-widest" translate="no">
        {code}
      </strong>
      <CopyButton text={code} label={labels.copy} copiedLabel={labels.copied} failedLabel={labels.copyFailed}>
        <Copy size={18} />
      </CopyButton>
    </p>
  );
}
