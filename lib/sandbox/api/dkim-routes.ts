import { generateKeyPair } from "node:crypto";
import { promisify } from "node:util";
import { answerJson } from "@/lib/sandbox/api/api-answer";
import type { ChangeRoute, GetRoute } from "@/lib/sandbox/api/api-context";
import { functionLog } from "@/lib/sandbox/api/call-report";
import { intval, strval, toList } from "@/lib/sandbox/api/php-values";
import type { DkimRecord } from "@/lib/sandbox/domain-record";
import { findDomain } from "@/lib/sandbox/find-records";

const generate = promisify(generateKeyPair);

export const getDkim: GetRoute = ({ state }, call) => {
  const dkim = findDomain(state, strval(call.object).toLowerCase())?.dkim;
  if (!dkim) return answerJson({});
  return answerJson({
    pubkey: dkim.publicKey,
    length: dkim.length,
    dkim_txt: `v=DKIM1;k=rsa;t=s;s=email;p=${dkim.publicKey}`,
    dkim_selector: dkim.selector,
    privkey: "",
  });
};

/** Mailcow keeps one key a domain; the sandbox forgets the private half, as nothing leaves it signed. */
export const addDkim: ChangeRoute = async ({ state }, call, report) => {
  const log = functionLog("dkim", "add", call.attributes);
  const selector = strval(call.attributes.dkim_selector) || "dkim";
  for (const name of strval(call.attributes.domains).split(/[\s,;]+/)) {
    const domain = findDomain(state, name.toLowerCase());
    if (!domain || domain.dkim) {
      report.refuse(log, ["dkim_domain_or_sel_invalid", name]);
      continue;
    }
    domain.dkim = await createDkim(selector, intval(call.attributes.key_size) || 2048);
    report.succeed(log, ["dkim_added", name]);
  }
};

export const deleteDkim: ChangeRoute = ({ state }, call, report) => {
  for (const item of toList(call.items)) {
    const name = strval(item);
    const domain = findDomain(state, name);
    if (domain) domain.dkim = null;
    report.succeed(functionLog("dkim", "delete", { domains: call.items }), ["dkim_removed", name]);
  }
};

export async function createDkim(selector: string, keyBits: number): Promise<DkimRecord> {
  const { publicKey } = await generate("rsa", { modulusLength: keyBits });
  const encoded = publicKey.export({ type: "spki", format: "der" }).toString("base64");
  return { selector, publicKey: encoded, length: String(keyBits) };
}
