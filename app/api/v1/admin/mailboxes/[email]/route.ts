import { deleteAnyMailbox } from "@/lib/web/api/routes/delete-any-mailbox";
import { updateAnyMailbox } from "@/lib/web/api/routes/update-any-mailbox";
import { serveRoute } from "@/lib/web/api/serve-route";

export const PATCH = serveRoute(updateAnyMailbox);
export const DELETE = serveRoute(deleteAnyMailbox);
