import { deleteRule } from "@/lib/web/api/routes/delete-rule";
import { updateRule } from "@/lib/web/api/routes/update-rule";
import { serveRoute } from "@/lib/web/api/serve-route";

export const PATCH = serveRoute(updateRule);
export const DELETE = serveRoute(deleteRule);
