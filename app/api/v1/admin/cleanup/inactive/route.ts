import { cleanUpInactive } from "@/lib/web/api/routes/clean-up-inactive";
import { serveRoute } from "@/lib/web/api/serve-route";

export const POST = serveRoute(cleanUpInactive);
