import { saveDomain } from "@/lib/web/api/routes/save-domain";
import { serveRoute } from "@/lib/web/api/serve-route";

export const POST = serveRoute(saveDomain);
