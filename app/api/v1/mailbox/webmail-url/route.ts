import { getWebmailUrl } from "@/lib/web/api/routes/get-webmail-url";
import { serveRoute } from "@/lib/web/api/serve-route";

export const GET = serveRoute(getWebmailUrl);
