import { getOutgoingMessage } from "@/lib/web/api/routes/get-outgoing-message";
import { serveRoute } from "@/lib/web/api/serve-route";

export const GET = serveRoute(getOutgoingMessage);
