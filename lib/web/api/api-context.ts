import type { PortalContext } from "@/lib/context/portal-context";
import type { MessagesContext } from "@/lib/messages/messages-context";

/** What the API works with: the portal's means, and this process's connections to the mail server. */
export type ApiContext = PortalContext & MessagesContext;

/** Makes or finds it; it may throw while the database is away. */
export type OpenApiContext = () => Promise<ApiContext>;
