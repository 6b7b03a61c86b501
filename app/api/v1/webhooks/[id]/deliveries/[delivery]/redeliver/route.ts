import { redeliverWebhook } from "@/lib/web/api/routes/redeliver-webhook";
import { serveRoute } from "@/lib/web/api/serve-route";

export const POST = serveRoute(redeliverWebhook);
