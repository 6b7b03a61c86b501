import { listAccounts } from "@/lib/web/api/routes/list-accounts";
import { serveRoute } from "@/lib/web/api/serve-route";

export const GET = serveRoute(listAccounts);
