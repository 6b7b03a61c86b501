import { getMailcowHealth } from "@/lib/web/api/routes/get-mailcow-health";
import { serveRoute } from "@/lib/web/api/serve-route";

export const GET = serveRoute(getMailcowHealth);
