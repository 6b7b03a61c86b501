import { listDeliveries } from "@/lib/web/api/routes/list-deliveries";
import { serveRoute } from "@/lib/web/api/serve-route";

export const GET = serveRoute(listDeliveries);
