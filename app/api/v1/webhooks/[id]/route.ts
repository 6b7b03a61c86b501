import { deleteWebhook } from "@/lib/web/api/routes/delete-webhook";
import { getWebhook } from "@/lib/web/api/routes/get-webhook";
import { updateWebhook } from "@/lib/web/api/routes/update-webhook";
import { serveRoute } from "@/lib/web/api/serve-route";

export const GET = serveRoute(getWebhook);
export const PATCH = serveRoute(updateWebhook);
export const DELETE = serveRoute(deleteWebhook);
