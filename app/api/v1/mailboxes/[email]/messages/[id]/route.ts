import { getMessage } from "@/lib/web/api/routes/get-message";
import { serveRoute } from "@/lib/web/api/serve-route";

export const GET = serveRoute(getMessage);
