import { setTimeout as wait } from "node:timers/promises";
import { getTranslations } from "next-intl/server";
import { type ReactNode, Suspense } from "react";
import { Skeleton } from "@/components/ui/skeleton";
import { Inbox, type InboxProps } from "./inbox";

/** What a mail server that is well takes to list an inbox; a reader notices nothing of it. */
const PROMPT_MS = 400;

interface PromptInboxProps extends InboxProps {
  readonly isWaitedFor: boolean;
}

/**
 * The inbox within the page when the mail server is quick about it, as it usually is: no placeholder flashes, and
 * browsers without JavaScript see their mail. A slow one is not waited for, unless that was asked; its answer
 * follows when it comes.
 */
export async function PromptInbox({ isWaitedFor, ...props }: PromptInboxProps) {
  const inbox = Inbox(props);
  if (isWaitedFor) return inbox;
  const isPrompt = await Promise.race([inbox.then(() => true), wait(PROMPT_MS, false)]);
  if (isPrompt) return inbox;
  const t = await getTranslations("temporary.inbox");
  return (
    <Suspense fallback={<Skeleton rows={3} label={t("loading")} />}>
      <Late>{inbox}</Late>
    </Suspense>
  );
}

async function Late({ children }: { readonly children: Promise<ReactNode> }) {
  return children;
}
