import { updateQuota } from "@/lib/web/api/routes/update-quota";
import { serveRoute } from "@/lib/web/api/serve-route";

export const POST = serveRoute(updateQuota);
