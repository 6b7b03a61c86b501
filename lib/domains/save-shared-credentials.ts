import { recordEvent } from "@/lib/audit/record-event";
import { type Actor, isAdmin } from "@/lib/context/actor";
import type { PortalContext } from "@/lib/context/portal-context";
import { fail, type Result, succeed } from "@/lib/errors/result";
import type { SaveSharedCredentialsInput } from "./schema";
import { sharedPasswordPlace } from "./shared-credentials";

/** Adds or replaces the login with which legacy domains read their mail; the password is sealed before it is stored. */
export async function saveSharedCredentials(
  context: Pick<PortalContext, "database" | "keyring">,
  actor: Actor,
  input: SaveSharedCredentialsInput,
): Promise<Result<void, { readonly reason: "not-allowed" }>> {
  if (!isAdmin(actor, "admin:write")) return fail({ reason: "not-allowed" });
  const { key, username } = input;
  const passwordSealed = context.keyring.seal(input.password, sharedPasswordPlace(key));
  await context.database.prisma.$transaction(async (transaction) => {
    await transaction.sharedCredentials.upsert({
      where: { key },
      create: { key, username, passwordSealed },
      update: { username, passwordSealed },
    });
    await recordEvent(transaction, actor, {
      action: "shared-credentials.save",
      subjectKind: "domain",
      subjectId: key,
      result: "done",
    });
  });
  return succeed(undefined);
}
