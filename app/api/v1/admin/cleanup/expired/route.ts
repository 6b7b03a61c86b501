import { cleanUpExpired } from "@/lib/web/api/routes/clean-up-expired";
import { serveRoute } from "@/lib/web/api/serve-route";

export const POST = serveRoute(cleanUpExpired);
