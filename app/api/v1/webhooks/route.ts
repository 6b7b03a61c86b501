import { createWebhook } from "@/lib/web/api/routes/create-webhook";
import { listWebhooks } from "@/lib/web/api/routes/list-webhooks";
import { serveRoute } from "@/lib/web/api/serve-route";

export const GET = serveRoute(listWebhooks);
export const POST = serveRoute(createWebhook);
