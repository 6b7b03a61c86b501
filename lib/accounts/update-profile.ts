import { recordEvent } from "@/lib/audit/record-event";
import type { AccountActor } from "@/lib/context/actor";
import type { PortalContext } from "@/lib/context/portal-context";
import { fail, type Result, succeed } from "@/lib/errors/result";
import { parseWholeAddress } from "@/lib/mailboxes/address";
import type { UpdateProfileInput } from "./schema";

export type UpdateProfileFailure = { readonly reason: "not-allowed" | "recovery-inside" };

/** Changes name, recovery address, language and theme; what is absent stays. */
export async function updateProfile(
  context: Pick<PortalContext, "database">,
  actor: AccountActor,
  input: UpdateProfileInput,
): Promise<Result<void, UpdateProfileFailure>> {
  if (actor.scopes !== null) return fail({ reason: "not-allowed" });
  const { recoveryEmail, displayName, locale, theme } = input;
  if (recoveryEmail && isSameMailbox(recoveryEmail, actor.address))
    return fail({ reason: "recovery-inside" });
  await context.database.prisma.$transaction(async (transaction) => {
    await transaction.account.update({
      where: { id: actor.accountId },
      data: {
        ...(displayName !== undefined ? { displayName } : {}),
        ...(recoveryEmail !== undefined ? { recoveryEmail: recoveryEmail || null } : {}),
        ...(locale !== undefined ? { locale } : {}),
        ...(theme !== undefined ? { theme } : {}),
      },
    });
    if (recoveryEmail === undefined) return;
    await recordEvent(transaction, actor, {
      action: "account.change-recovery-email",
      subjectKind: "account",
      subjectId: actor.accountId,
      result: "done",
    });
  });
  return succeed(undefined);
}

/** Recovery through the very mailbox one is locked out of helps nobody. */
function isSameMailbox(recoveryEmail: string, address: string): boolean {
  return parseWholeAddress(recoveryEmail)?.canonical === address;
}
