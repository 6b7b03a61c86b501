import { getRawMessage } from "@/lib/web/api/routes/get-raw-message";
import { serveRoute } from "@/lib/web/api/serve-route";

export const GET = serveRoute(getRawMessage);
