"use client";

import { clsx } from "clsx";
import { useEffect, useState } from "react";
import { useField, useFormState } from "@/components/ui/form-context";
import { SelectInput } from "@/components/ui/select-input";
import { TextInput } from "@/components/ui/text-input";

export interface AddressFieldLabels {
  readonly name: string;
  readonly domain: string;
  readonly hint: string;
  readonly checking: string;
  readonly free: string;
  /** By `reason` of the answer. */
  readonly refused: Readonly<Record<string, string>>;
}

interface AddressFieldProps {
  readonly domains: readonly string[];
  readonly labels: AddressFieldLabels;
  /** Route that answers `{available, reason}` for `?localPart=&domain=`. */
  readonly checkUrl: string;
}

type Verdict = "none" | "checking" | "free" | string;

const TYPING_PAUSE_MS = 350;

/** The name with its domain beside it; asks while typing whether it is free, and is a plain input without that. */
export function AddressField({ domains, labels, checkUrl }: AddressFieldProps) {
  const { id, errorId, error } = useField("localPart");
  const { values } = useFormState();
  const [localPart, setLocalPart] = useState("");
  const [domain, setDomain] = useState(values?.domain ?? domains[0] ?? "");
  const verdict = useVerdict(checkUrl, localPart, domain);
  return (
    <div className="grid gap-1.5">
      <label htmlFor={id} className="font-medium">
        {labels.name}
      </label>
      <div className="flex flex-wrap items-center gap-2">
        <div className="min-w-36 flex-1">
          <TextInput
            name="localPart"
            autoComplete="username"
            autoCapitalize="none"
            spellCheck={false}
            maxLength={64}
            required
            hasHint
            onInput={(event) => setLocalPart(withoutDomain(event.currentTarget, domain))}
          />
        </div>
        {domains.length > 1 ? (
          <SelectInput
            name="domain"
            aria-label={labels.domain}
            options={domains.map((value) => ({ value, label: `@${value}` }))}
            defaultValue={domain}
            className="w-auto max-w-full"
            onChange={(event) => setDomain(event.currentTarget.value)}
          />
        ) : (
          <span className="min-w-0 break-all text-ink-soft">@{domain}</span>
        )}
        {domains.length > 1 ? null : <input type="hidden" name="domain" value={domain} />}
      </div>
      {error && verdict === "none" ? (
        <p id={errorId} className="text-sm text-bad-ink">
          {error}
        </p>
      ) : null}
      <p
        id={`${id}-hint`}
        role="status"
        data-verdict={verdict}
        className={clsx("min-h-5 text-sm", tone(verdict))}
      >
        {sentence(verdict, labels)}
      </p>
    </div>
  );
}

function useVerdict(checkUrl: string, localPart: string, domain: string): Verdict {
  const [verdict, setVerdict] = useState<Verdict>("none");
  useEffect(() => {
    if (localPart === "") {
      setVerdict("none");
      return;
    }
    const abort = new AbortController();
    const timer = setTimeout(async () => {
      setVerdict("checking");
      setVerdict(await askVerdict(checkUrl, localPart, domain, abort.signal));
    }, TYPING_PAUSE_MS);
    return () => {
      clearTimeout(timer);
      abort.abort();
    };
  }, [checkUrl, localPart, domain]);
  return verdict;
}

/** Silent on failure: the form asks again when it is sent, so an answer here is a courtesy. */
async function askVerdict(
  checkUrl: string,
  localPart: string,
  domain: string,
  signal: AbortSignal,
): Promise<Verdict> {
  try {
    const answer = await fetch(`${checkUrl}?${new URLSearchParams({ localPart, domain })}`, { signal });
    if (!answer.ok) return "none";
    const { available, reason } = (await answer.json()) as { available: boolean; reason?: string };
    return available ? "free" : (reason ?? "none");
  } catch {
    return "none";
  }
}

/** People paste whole addresses. */
function withoutDomain(input: HTMLInputElement, domain: string): string {
  const suffix = `@${domain}`;
  if (input.value.toLowerCase().endsWith(suffix)) input.value = input.value.slice(0, -suffix.length);
  return input.value.trim();
}

function sentence(verdict: Verdict, labels: AddressFieldLabels): string {
  if (verdict === "none") return labels.hint;
  if (verdict === "checking") return labels.checking;
  if (verdict === "free") return labels.free;
  return labels.refused[verdict] ?? labels.hint;
}

function tone(verdict: Verdict): string {
  if (verdict === "none" || verdict === "checking") return "text-ink-soft";
  return verdict === "free" ? "text-ok-ink" : "text-bad-ink";
}
