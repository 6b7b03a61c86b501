import { createRandomMailbox } from "@/lib/web/api/routes/create-random-mailbox";
import { serveRoute } from "@/lib/web/api/serve-route";

export const POST = serveRoute(createRandomMailbox);
