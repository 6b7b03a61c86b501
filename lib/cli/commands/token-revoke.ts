import type { Command } from "commander";
import { CommandFailure } from "../command-failure";
import { printAnswer } from "../print-answer";

const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;

export function addTokenRevoke(token: Command): void {
  token
    .command("revoke")
    .description("end a token with its next use")
    .argument("<id>", "as `token list` shows it")
    .option("--json", "print the answer as JSON")
    .action(revokeIt);
}

async function revokeIt(tokenId: string, options: { json?: boolean }): Promise<void> {
  if (!UUID.test(tokenId)) {
    throw new CommandFailure(
      "not-an-id",
      "Give the token's id as `token list` shows it, not the token itself.",
      2,
    );
  }
  const [{ withPortal, COMMAND_LINE }, { revokeToken }, { unwrapResult }] = await Promise.all([
    import("../open-command-context"),
    import("@/lib/api-tokens/revoke-token"),
    import("../unwrap-result"),
  ]);
  unwrapResult(await withPortal((context) => revokeToken(context, COMMAND_LINE, { tokenId })));
  printAnswer(options, { tokenId, revoked: true }, `Token ${tokenId} is revoked.`);
}
