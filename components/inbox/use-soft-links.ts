"use client";

import { useRouter } from "next/navigation";
import { useEffect, useTransition } from "react";

/**
 * Links and searches within the inbox without a new document: what is in the window stays until the answer is there.
 * They are ordinary links and forms, heard here in one place, so that rows of a list cost no script. True while one is
 * under way.
 */
export function useSoftLinks(): boolean {
  const router = useRouter();
  const [isUnderWay, startTransition] = useTransition();
  useEffect(() => {
    const go = (url: URL): void => startTransition(() => router.push(`${url.pathname}${url.search}`));
    const onClick = (event: MouseEvent): void => {
      if (event.defaultPrevented || event.button !== 0) return;
      if (event.ctrlKey || event.metaKey || event.shiftKey || event.altKey) return;
      const link = event.target instanceof Element ? event.target.closest("a") : null;
      if (!link || link.hasAttribute("download") || link.target || !leadsInside(link.href)) return;
      event.preventDefault();
      go(new URL(link.href));
    };
    const onSubmit = (event: SubmitEvent): void => {
      const form = event.target;
      if (!(form instanceof HTMLFormElement) || !form.matches("[data-soft]")) return;
      event.preventDefault();
      const url = new URL(form.action);
      for (const [name, value] of new FormData(form)) {
        if (typeof value === "string" && value !== "") url.searchParams.set(name, value);
      }
      go(url);
    };
    /** A choice that needs no button once there is a script. */
    const onChange = (event: Event): void => {
      const control = event.target;
      if (control instanceof HTMLInputElement && control.matches("[data-sends]"))
        control.form?.requestSubmit();
    };
    document.addEventListener("click", onClick);
    document.addEventListener("submit", onSubmit);
    document.addEventListener("change", onChange);
    return () => {
      document.removeEventListener("click", onClick);
      document.removeEventListener("submit", onSubmit);
      document.removeEventListener("change", onChange);
    };
  }, [router]);
  return isUnderWay;
}

/** Files are fetched by the browser itself; they say `download`. */
function leadsInside(href: string): boolean {
  const url = new URL(href, location.href);
  const isSamePage = url.pathname === location.pathname && url.search === location.search && url.hash !== "";
  return url.origin === location.origin && /^\/inbox(\/|$)/.test(url.pathname) && !isSamePage;
}
