import type { Command } from "commander";
import { MAX_LIFETIME_HOURS } from "@/lib/temporary-mailboxes/policy";
import { parseWholeNumber } from "../parse-whole-number";
import { printAnswer } from "../print-answer";

export interface TemporaryCreateOptions {
  readonly domain?: string;
  readonly hours?: string;
  readonly account?: string;
  readonly json?: boolean;
}

export function addTemporaryCreate(temporary: Command): void {
  temporary
    .command("create")
    .description("make a mailbox with a random address and print its password")
    .option("--domain <domain>", "on this domain; the first one that is offered unless given")
    .option("--hours <hours>", "until it expires; MAILBOX_EXPIRY_HOURS unless given")
    .option("--account <address>", "for this account; nobody's unless given")
    .option("--json", "print the answer as JSON")
    .action(createTemporary);
}

export async function createTemporary(options: TemporaryCreateOptions): Promise<void> {
  const hours =
    options.hours === undefined
      ? {}
      : { hours: parseWholeNumber("--hours", options.hours, 1, MAX_LIFETIME_HOURS) };
  const [
    { withPortal, COMMAND_LINE },
    { actAsAccount },
    { createTemporaryMailbox },
    { unwrapResult },
    operations,
  ] = await Promise.all([
    import("../open-command-context"),
    import("../act-as-account"),
    import("@/lib/temporary-mailboxes/create-temporary-mailbox"),
    import("../unwrap-result"),
    import("../await-operation"),
  ]);
  await withPortal(async (context) => {
    const { account, domain } = options;
    const actor = account === undefined ? COMMAND_LINE : await actAsAccount(context, account);
    const input = { ...(domain === undefined ? {} : { domain }), ...hours };
    const { address, password, expiresAt, operationId } = unwrapResult(
      await createTemporaryMailbox(context, actor, input),
    );
    const operation = operationId === null ? null : await operations.awaitOperation(context, operationId);
    const text = [
      operation === null
        ? `Mailbox ${address}: done.`
        : operations.describeOperation(`Mailbox ${address}`, operation),
      password === null ? "It has no password: its mail is read in the portal." : `Password: ${password}`,
      `Expires: ${expiresAt.toISOString()}`,
    ];
    printAnswer(
      options,
      {
        address,
        password,
        expiresAt,
        operationId,
        state: operation?.state ?? "done",
        reason: operation?.reason ?? null,
      },
      text.join("\n"),
    );
  });
}
