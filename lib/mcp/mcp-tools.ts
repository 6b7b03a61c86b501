import type { McpTool } from "./mcp-tool";
import { checkMailbox } from "./tools/check-mailbox";
import { createMailbox } from "./tools/create-mailbox";
import { deleteMailbox } from "./tools/delete-mailbox";
import { listMailboxes } from "./tools/list-mailboxes";
import { readMessage } from "./tools/read-message";
import { sendEmail } from "./tools/send-email";
import { waitForMessage } from "./tools/wait-for-message";

/** Everything an agent can do here, by either transport. */
export const mcpTools: readonly McpTool[] = [
  createMailbox,
  listMailboxes,
  deleteMailbox,
  checkMailbox,
  readMessage,
  waitForMessage,
  sendEmail,
];
