import { cancelMailboxDeletion } from "@/lib/web/api/routes/cancel-mailbox-deletion";
import { serveRoute } from "@/lib/web/api/serve-route";

export const POST = serveRoute(cancelMailboxDeletion);
