import { getAttachment } from "@/lib/web/api/routes/get-attachment";
import { serveRoute } from "@/lib/web/api/serve-route";

export const GET = serveRoute(getAttachment);
