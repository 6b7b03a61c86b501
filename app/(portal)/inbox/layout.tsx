import type { ReactNode } from "react";
import { InboxBehaviour } from "@/components/inbox/inbox-behaviour";
import { LiveInbox } from "@/components/inbox/live-inbox";
import { ShortcutHelp } from "@/components/inbox/shortcut-help";
import { hasShortcuts } from "@/lib/web/shortcuts-cookie";

import { switchShortcuts } from "./actions";

/** What stays while its pages change: one listener for keys and links, one stream of news, one voice. */
export default async function InboxLayout({ children }: { readonly children: ReactNode }) {
  const isOn = await hasShortcuts();
  return (
    <>
      <InboxBehaviour hasShortcuts={isOn} />
      <LiveInbox />
      <p id="inbox-announcer" className="sr-only" role="status" />
      {children}
      <ShortcutHelp isOn={isOn} switchShortcuts={switchShortcuts} />
    </>
  );
}
