import { writeSync } from "node:fs";
import { changeAccountPassword } from "@/lib/accounts/change-account-password";
import { registerAccount } from "@/lib/accounts/register-account";
import { createSetupLink } from "@/lib/accounts/setup-link";
import { authenticateToken } from "@/lib/api-tokens/authenticate-token";
import { createToken } from "@/lib/api-tokens/create-token";
import { loadSettings } from "@/lib/config/settings";
import type { VisitorActor } from "@/lib/context/actor";
import { createWorkerContext } from "@/lib/context/create-worker-context";
import type { Result } from "@/lib/errors/result";
import { changeMailboxPassword } from "@/lib/mailboxes/change-mailbox-password";
import { proveMailboxLogin } from "@/lib/mailboxes/prove-mailbox-login";
import { waitForOperation } from "@/lib/mailboxes/wait-for-operation";
import { resolveSession } from "@/lib/sessions/resolve-session";
import { signIn } from "@/lib/sessions/sign-in";
import { runWorker } from "@/lib/worker/run-worker";

/**
 * A day in the life of a portal with the real logger at its loudest: the typed passwords come by the environment, the
 * secrets made on the way go to the parent by descriptor 3.
 */
const VISITOR: VisitorActor = { kind: "visitor", networkAddress: "192.0.2.7" };
const { TYPED_PASSWORD = "", CHANGED_PASSWORD = "", MISTYPED_PASSWORD = "" } = process.env;

const { settings } = loadSettings("worker", process.env);
const context = createWorkerContext({ settings, databaseUrl: settings.databaseUrl ?? "", name: "canary" });
const worker = await runWorker(context);

const domain = settings.domain ?? "";
const registered = expectOk(
  await registerAccount(context, VISITOR, {
    localPart: "kestrel",
    domain,
    password: TYPED_PASSWORD,
    recoveryEmail: undefined,
  }),
);
await settled(registered.operationId);
await signIn(context, VISITOR, { address: `kestrel@${domain}`, password: MISTYPED_PASSWORD });
const session = expectOk(
  await signIn(context, VISITOR, { address: `kestrel@${domain}`, password: TYPED_PASSWORD }),
);
const actor = await resolveSession(context, session.sid, VISITOR.networkAddress);
if (!actor) throw new Error("the session is not valid");
const { mailboxId } = registered;
const change = expectOk(
  await changeMailboxPassword(context, actor, { mailboxId, newPassword: CHANGED_PASSWORD }),
);
await settled(change.operationId);
await proveMailboxLogin(context, actor, { mailboxId, password: CHANGED_PASSWORD });
await proveMailboxLogin(context, actor, { mailboxId, password: MISTYPED_PASSWORD });
await changeAccountPassword(context, actor, {
  currentPassword: TYPED_PASSWORD,
  newPassword: CHANGED_PASSWORD,
  alsoMailbox: false,
});
const { token } = expectOk(await createToken(context, actor, { name: "canary", scopes: ["*"] }));
await authenticateToken(context, token, VISITOR.networkAddress);
const link = expectOk(await createSetupLink(context));
// What a careless caller might hand to the logger.
context.logger.error(
  { error: new Error("careless"), password: TYPED_PASSWORD, request: { token } },
  "careless",
);

writeSync(
  3,
  JSON.stringify({
    mailboxId,
    made: [session.sid, session.deviceToken, token, new URL(link.url).searchParams.get("token")],
  }),
);
await worker.stop();
await context.close();

async function settled(operationId: string): Promise<void> {
  const operation = await waitForOperation(context, operationId, { timeoutMs: 20_000 });
  if (operation.state !== "done") throw new Error(`the operation is ${operation.state}`);
}

function expectOk<Value>(result: Result<Value, { readonly reason: string }>): Value {
  if (!result.ok) throw new Error(result.failure.reason);
  return result.value;
}
