"use client";

import { usePathname, useSearchParams } from "next/navigation";
import { LiveUpdates } from "@/components/mail/live-updates";
import { eventsHref, readFolderSegment } from "./inbox-place";

/** News of the folder that is open. One stream for as long as it is the same one, whatever message is read. */
export function LiveInbox() {
  const [, , segment = "inbox"] = usePathname().split("/");
  const mailbox = useSearchParams().get("mailbox");
  // Pages beside the folders hear of the inbox, and so of what becomes of mail on its way out.
  const folder = segment === "compose" || segment === "outgoing" ? "inbox" : readFolderSegment(segment);
  // Nobody who writes wants the page drawn anew.
  if (segment === "compose" || segment === "rules" || folder === null) return null;
  return (
    <LiveUpdates key={`${folder} ${mailbox}`} url={eventsHref({ folder, mailbox })} isUnderWay={false} />
  );
}
