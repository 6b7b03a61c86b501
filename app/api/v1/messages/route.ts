import { sendMessage } from "@/lib/web/api/routes/send-message";
import { serveRoute } from "@/lib/web/api/serve-route";

export const POST = serveRoute(sendMessage);
