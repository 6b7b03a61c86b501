import { rotateWebhookSecret } from "@/lib/web/api/routes/rotate-webhook-secret";
import { serveRoute } from "@/lib/web/api/serve-route";

export const POST = serveRoute(rotateWebhookSecret);
