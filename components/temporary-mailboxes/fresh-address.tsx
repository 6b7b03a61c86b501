"use client";

import { usePathname, useRouter } from "next/navigation";
import { useEffect, useState } from "react";
import { CopyButton } from "@/components/ui/copy-button";
import { useFormState } from "@/components/ui/form-context";

interface FreshAddressProps {
  /** Of the page the form is on: there the newest address is shown. */
  readonly base: string;
  readonly labels: {
    readonly made: string;
    readonly copied: string;
    readonly copy: string;
    readonly failed: string;
    /** Before the address, where the page shows another one. */
    readonly open: string;
  };
}

/**
 * Says that an address was just made: copied where the browser lets a page do that by itself, otherwise one press away.
 * Made on the page of an older address, it leads to its own.
 */
export function FreshAddress({ base, labels }: FreshAddressProps) {
  const { details } = useFormState();
  const address = details?.address;
  const place = details?.place;
  const router = useRouter();
  const path = usePathname();
  const [isCopied, setIsCopied] = useState(false);
  const isShown = path === base || path === place;
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
    if (place && !isShown) router.push(place);
  }, [place, isShown, router]);
  return (
    <div role="status" className="empty:absolute">
      {address ? (
        <p
          className="flex min-h-11 flex-wrap items-center gap-x-3 rounded-lg border border-ok-ink/30 bg-ok-soft px-4 py-2 text-ok-ink"
          data-result="done"
          data-fresh-address={address}
          data-place={place}
        >
          {isCopied ? labels.copied : labels.made}
          {isShown ? null : (
            <a href={place} className="link font-mono text-sm font-medium break-all">
              {labels.open} {address}
            </a>
          )}
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
