"use client";

import { usePathname, useRouter } from "next/navigation";
import { useEffect, useState } from "react";
import { CopyButton } from "@/components/ui/copy-button";
import { useFormState } from "@/components/ui/form-context";

interface FreshAddressProps {
  readonly labels: {
    readonly made: string;
    readonly copied: string;
    readonly copy: string;
    readonly failed: string;
  };
}

/**
 * The address that was just made: copied where the browser lets a page do that by itself, otherwise one press away.
 * Made on the page of an older address, it leads to its own.
 */
export function FreshAddress({ labels }: FreshAddressProps) {
  const { details } = useFormState();
  const address = details?.address;
  const place = details?.place;
  const router = useRouter();
  const path = usePathname();
  const [isCopied, setIsCopied] = useState(false);
  useEffect(() => {
    if (!address) return;
    let isCurrent = true;
    navigator.clipboard?.writeText(address).then(
      () => isCurrent && setIsCopied(true),
      () => isCurrent && setIsCopied(false),
    );
    return () => {
      isCurrent = false;
    };
  }, [address]);
  useEffect(() => {
    if (place && path.split("/").length > place.split("/").length - 1) router.push(place);
  }, [place, path, router]);
  return (
    <div role="status" className="min-h-0">
      {address ? (
        <p
          className="flex flex-wrap items-center gap-x-3 gap-y-1 rounded-lg border border-ok-ink/30 bg-ok-soft px-4 py-2 text-ok-ink"
          data-result="done"
        >
          <a href={place} className="font-mono text-sm font-medium break-all" data-fresh-address={address}>
            {address}
          </a>
          <span>{isCopied ? labels.copied : labels.made}</span>
          {isCopied ? null : (
            <CopyButton
              text={address}
              label={labels.copy}
              copiedLabel={labels.copied}
              failedLabel={labels.failed}
            >
              {labels.copy}
            </CopyButton>
          )}
        </p>
      ) : null}
    </div>
  );
}
