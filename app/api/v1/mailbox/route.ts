import { deleteMailbox } from "@/lib/web/api/routes/delete-mailbox";
import { updateMailbox } from "@/lib/web/api/routes/update-mailbox";
import { serveRoute } from "@/lib/web/api/serve-route";

export const PATCH = serveRoute(updateMailbox);
export const DELETE = serveRoute(deleteMailbox);
