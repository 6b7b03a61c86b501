import { createMailbox } from "@/lib/web/api/routes/create-mailbox";
import { serveRoute } from "@/lib/web/api/serve-route";

export const POST = serveRoute(createMailbox);
