import { readFile } from "node:fs/promises";
import { basename, resolve } from "node:path";
import type { Command } from "commander";
import { readCaller } from "@/lib/config/caller";
import { CommandFailure } from "../command-failure";
import { printAnswer } from "../print-answer";

interface Options {
  readonly from: string;
  readonly to: readonly string[];
  readonly cc: readonly string[];
  readonly bcc: readonly string[];
  readonly subject: string;
  readonly text?: string;
  readonly textFile?: string;
  readonly html?: string;
  readonly attach: readonly string[];
  readonly json?: boolean;
}

export function addMailSend(mail: Command): void {
  mail
    .command("send")
    .description("send a message as the owner of a mailbox; the worker delivers it")
    .requiredOption("--from <address>", "a mailbox of the portal, or an alias it may send with")
    .requiredOption("--to <recipients...>", "each as a@example.org or 'Ada <a@example.org>'")
    .option("--cc <recipients...>", "shown, like --to", [])
    .option("--bcc <recipients...>", "shown to nobody", [])
    .option("--subject <text>", "one line", "")
    .option("--text <text>", "what it says")
    .option("--text-file <file>", "what it says, from a UTF-8 file")
    .option("--html <html>", "what it says, as HTML; its text is made of it unless given")
    .option("--attach <files...>", "files to send along, at most 20 MiB", [])
    .option("--json", "print the answer as JSON")
    .action(sendMail);
}

async function sendMail(options: Options): Promise<void> {
  const [text, attachments] = await Promise.all([
    readText(options),
    Promise.all(options.attach.map(readFileOf)),
  ]);
  const [{ withMail }, { actAsAccount }, { findSenderOwner }, { sendMessage }, { unwrapResult }] =
    await Promise.all([
      import("../with-mail"),
      import("../act-as-account"),
      import("../find-sender-owner"),
      import("@/lib/sending/send-message"),
      import("../unwrap-result"),
    ]);
  const { from, to, cc, bcc, subject, html } = options;
  const sent = await withMail(async (context) => {
    const { mailboxId, owner } = await findSenderOwner(context, from);
    const taken = await sendMessage(context, await actAsAccount(context, owner), {
      mailboxId,
      from,
      to: to.join(", "),
      cc: cc.join(", "),
      bcc: bcc.join(", "),
      subject,
      text,
      ...(html === undefined ? {} : { html }),
      attachments,
      mode: "new",
      holdSeconds: 0,
    });
    return unwrapResult(taken);
  });
  const { id, state, messageIdHeader } = sent;
  printAnswer(
    options,
    { id, state, messageId: messageIdHeader },
    `Message ${id}: ${state}. The worker sends it.`,
  );
}

async function readText({ text, textFile, html }: Options): Promise<string> {
  if (text !== undefined && textFile !== undefined) {
    throw new CommandFailure("usage", "Give --text or --text-file, not both.", 2);
  }
  if (textFile !== undefined) return String((await readFileOf(textFile)).content);
  if (text === undefined && html === undefined) {
    throw new CommandFailure("usage", "Give --text, --text-file or --html.", 2);
  }
  return text ?? "";
}

async function readFileOf(path: string) {
  try {
    const content = await readFile(resolve(readCaller().folder, path));
    return { fileName: basename(path), mimeType: "application/octet-stream", content };
  } catch (error) {
    const code = error instanceof Error && "code" in error ? String(error.code) : "unknown";
    throw new CommandFailure("unreadable-file", `${path} cannot be read (${code}).`, 2);
  }
}
