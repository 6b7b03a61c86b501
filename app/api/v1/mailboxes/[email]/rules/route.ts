import { createRule } from "@/lib/web/api/routes/create-rule";
import { listRules } from "@/lib/web/api/routes/list-rules";
import { serveRoute } from "@/lib/web/api/serve-route";

export const GET = serveRoute(listRules);
export const POST = serveRoute(createRule);
