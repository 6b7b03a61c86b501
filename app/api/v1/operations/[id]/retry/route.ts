import { retryOperation } from "@/lib/web/api/routes/retry-operation";
import { serveRoute } from "@/lib/web/api/serve-route";

export const POST = serveRoute(retryOperation);
