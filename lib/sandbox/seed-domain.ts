import type { ApiContext } from "@/lib/sandbox/api/api-context";
import { CallReport } from "@/lib/sandbox/api/call-report";
import { addDomain } from "@/lib/sandbox/api/domain-routes";
import { findDomain } from "@/lib/sandbox/find-records";

/** Makes the sandbox's own domain, roomy enough for any test, unless it is there. */
export async function seedDomain(context: ApiContext, name: string): Promise<void> {
  if (findDomain(context.state, name)) return;
  const attributes = {
    domain: name,
    description: "Sandbox",
    aliases: "100000",
    mailboxes: "100000",
    defquota: "1024",
    maxquota: "10240",
    quota: "100000000",
    active: "1",
  };
  const call = { action: "add", category: "domain", object: null, extra: null, query: new URLSearchParams() };
  await addDomain(context, { ...call, attributes, items: [] }, new CallReport());
  if (!findDomain(context.state, name)) throw new Error(`${name} cannot be the sandbox's domain`);
}
