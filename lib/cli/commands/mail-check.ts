import type { Command } from "commander";
import { printAnswer } from "../print-answer";

interface Options {
  readonly folder: string;
  readonly unseen?: boolean;
  readonly search?: string;
  readonly limit: string;
  readonly cursor?: string;
  readonly json?: boolean;
}

export function addMailCheck(mail: Command): void {
  mail
    .command("check")
    .description("what lies in a mailbox, newest first; nothing is marked as seen")
    .argument("<address>", "the mailbox's address")
    .option("--folder <folder>", "inbox, drafts, sent, archive, junk, trash, or another one's path", "inbox")
    .option("--unseen", "only what nobody has read")
    .option("--search <text>", 'only what matches: words, from:anna, to:bob, subject:"two words"')
    .option("--limit <count>", "at most so many", "50")
    .option("--cursor <cursor>", "the next page, as the last one named it")
    .option("--json", "print the answer as JSON")
    .action(checkMail);
}

async function checkMail(address: string, options: Options): Promise<void> {
  const [
    { COMMAND_LINE },
    { withMail },
    { getInboxId },
    { findMessages },
    { cursorSchema, folderKeySchema, searchLineSchema },
    { unwrapResult },
    { parseLimit },
    { formatTable },
    { oneLine },
    { CommandFailure },
  ] = await Promise.all([
    import("../open-command-context"),
    import("../with-mail"),
    import("../get-inbox-id"),
    import("@/lib/messages/find-messages"),
    import("@/lib/messages/schema"),
    import("../unwrap-result"),
    import("../parse-limit"),
    import("../format-table"),
    import("../one-line"),
    import("../command-failure"),
  ]);
  const limit = parseLimit(options.limit);
  const cursor = cursorSchema.optional().safeParse(options.cursor);
  const folder = folderKeySchema.safeParse(options.folder);
  if (!cursor.success)
    throw new CommandFailure("not-a-cursor", "Give --cursor as the last page named it.", 2);
  if (!folder.success) throw new CommandFailure("not-a-folder", "Give --folder a name.", 2);
  const search = searchLineSchema.optional().safeParse(options.search);
  if (!search.success) {
    throw new CommandFailure("not-a-search", "Give --search words of 200 characters at most each.", 2);
  }
  const place = { folder: folder.data, limit, cursor: cursor.data };
  const input = { ...place, unseenOnly: options.unseen, search: search.data };
  const page = await withMail(async (context) => {
    const mailboxId = await getInboxId(context, address);
    return unwrapResult(await findMessages(context, COMMAND_LINE, { mailboxId, ...input }));
  });
  const rows = page.messages.map(({ id, isSeen, receivedAt, from, subject }) => [
    id,
    isSeen ? "" : "new",
    receivedAt?.toISOString() ?? "",
    oneLine(from?.address ?? "", 40),
    oneLine(subject),
  ]);
  printAnswer(options, page, formatTable(["id", "", "received", "from", "subject"], rows, page.nextCursor));
}
