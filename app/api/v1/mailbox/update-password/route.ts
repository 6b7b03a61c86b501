import { updateMailboxPassword } from "@/lib/web/api/routes/update-mailbox-password";
import { serveRoute } from "@/lib/web/api/serve-route";

export const POST = serveRoute(updateMailboxPassword);
