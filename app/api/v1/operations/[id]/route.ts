import { getOperation } from "@/lib/web/api/routes/get-operation";
import { serveRoute } from "@/lib/web/api/serve-route";

export const GET = serveRoute(getOperation);
