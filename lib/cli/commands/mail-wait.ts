import type { Command } from "commander";
import { MAX_WAIT_SECONDS } from "@/lib/messages/wait-for-message";
import { parseWholeNumber } from "../parse-whole-number";
import { printAnswer } from "../print-answer";

interface Options {
  readonly from?: string;
  readonly subject?: string;
  readonly code?: boolean;
  readonly since?: string;
  readonly timeout: string;
  readonly json?: boolean;
}

export function addMailWait(mail: Command): void {
  mail
    .command("wait")
    .description("wait for a message and print it; it becomes seen")
    .argument("<address>", "the mailbox's address")
    .option("--from <text>", "part of the sender's name or address")
    .option("--subject <text>", "part of the subject")
    .option("--code", "only a message with a one-time code; without --json the code is all that is printed")
    .option(
      "--since <time>",
      "ISO 8601: mail that came since counts as well; else only what comes from now on",
    )
    .option("--timeout <seconds>", "how long to wait", String(MAX_WAIT_SECONDS))
    .option("--json", "print the answer as JSON")
    .action(waitForMail);
}

async function waitForMail(address: string, options: Options): Promise<void> {
  const timeoutSeconds = parseWholeNumber("--timeout", options.timeout, 1, MAX_WAIT_SECONDS);
  const [
    { COMMAND_LINE },
    { withMail },
    { getInboxId },
    { waitForMessage },
    { unwrapResult },
    { plainLines },
    { CommandFailure },
  ] = await Promise.all([
    import("../open-command-context"),
    import("../with-mail"),
    import("../get-inbox-id"),
    import("@/lib/messages/wait-for-message"),
    import("../unwrap-result"),
    import("../one-line"),
    import("../command-failure"),
  ]);
  const since = options.since === undefined ? undefined : new Date(options.since);
  if (since && Number.isNaN(since.getTime())) {
    throw new CommandFailure("not-a-time", `--since ${options.since}: give a time as in ISO 8601.`, 2);
  }
  const { from, subject, code: hasCode } = options;
  const message = await withMail(async (context) => {
    const input = { mailboxId: await getInboxId(context, address), from, subject, hasCode, since };
    const never = new AbortController().signal;
    return unwrapResult(await waitForMessage(context, COMMAND_LINE, { ...input, timeoutSeconds }, never));
  });
  if (!message) {
    throw new CommandFailure("no-message-came", `Nothing that fits came within ${timeoutSeconds} s.`);
  }
  const sender = message.from ? `${message.from.name} <${message.from.address}>`.trim() : "";
  const text = [`From: ${sender}`, `Subject: ${message.subject}`, "", message.text ?? "(no text)"].join("\n");
  printAnswer(options, message, hasCode ? (message.oneTimeCode ?? "") : plainLines(text));
}
