import { listMailboxes } from "@/lib/web/api/routes/list-mailboxes";
import { serveRoute } from "@/lib/web/api/serve-route";

export const GET = serveRoute(listMailboxes);
