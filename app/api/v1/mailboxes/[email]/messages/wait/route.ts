import { waitForMessage } from "@/lib/web/api/routes/wait-for-message";
import { serveRoute } from "@/lib/web/api/serve-route";

export const POST = serveRoute(waitForMessage);
