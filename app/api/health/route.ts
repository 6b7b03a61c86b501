import { getHealth } from "@/lib/web/api/routes/get-health";
import { serveRoute } from "@/lib/web/api/serve-route";

export const GET = serveRoute(getHealth);
