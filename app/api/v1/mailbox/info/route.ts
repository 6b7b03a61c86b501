import { getMailboxInfo } from "@/lib/web/api/routes/get-mailbox-info";
import { serveRoute } from "@/lib/web/api/serve-route";

export const GET = serveRoute(getMailboxInfo);
