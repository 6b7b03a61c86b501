import "server-only";
import { loadSettings } from "@/lib/config/settings";
import { createPortalContext } from "@/lib/context/create-portal-context";
import type { PortalContext } from "@/lib/context/portal-context";
import { ensureConfiguredDomain } from "@/lib/domains/ensure-configured-domain";

const holder = globalThis as { pastureContext?: Promise<PortalContext> };

/** What pages, actions and routes work with; made once a process. The Mailcow key is not in it. */
export function getPortalContext(): Promise<PortalContext> {
  holder.pastureContext ??= createWebContext().catch((error: unknown) => {
    delete holder.pastureContext;
    throw error;
  });
  return holder.pastureContext;
}

async function createWebContext(): Promise<PortalContext> {
  const { settings } = loadSettings("web");
  if (!settings.databaseUrl) throw new Error("DATABASE_URL was not handed to the web process");
  const context = createPortalContext({ settings, databaseUrl: settings.databaseUrl, name: "web" });
  await ensureConfiguredDomain(context);
  return context;
}
