import { getTemporaryMailboxInfo } from "@/lib/web/api/routes/get-temporary-mailbox-info";
import { serveRoute } from "@/lib/web/api/serve-route";

export const GET = serveRoute(getTemporaryMailboxInfo);
