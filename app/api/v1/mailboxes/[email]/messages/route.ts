import { listMessages } from "@/lib/web/api/routes/list-messages";
import { serveRoute } from "@/lib/web/api/serve-route";

export const GET = serveRoute(listMessages);
