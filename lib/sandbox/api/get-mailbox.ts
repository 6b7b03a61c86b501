import { type ApiAnswer, answerJson, answerListOrNothing } from "@/lib/sandbox/api/api-answer";
import type { ApiContext, GetRoute } from "@/lib/sandbox/api/api-context";
import { hasTagLike } from "@/lib/sandbox/api/domain-answers";
import { describeMailbox, describeMailboxBriefly } from "@/lib/sandbox/api/mailbox-answers";
import {
  findAliasDomain,
  findDomain,
  findMailbox,
  listMailboxes,
  listMailboxesOf,
} from "@/lib/sandbox/find-records";
import type { MailboxRecord } from "@/lib/sandbox/mailbox-record";
import type { SandboxState } from "@/lib/sandbox/sandbox-state";

/** `get/mailbox/{address | all[/domains] | reduced[/domains] | domain?tags=…}`. */
export const getMailbox: GetRoute = (context, call) => {
  const object = call.object ?? "";
  const tags = call.query.get("tags");
  if (object === "all" || object === "reduced") {
    const describe = object === "all" ? describeMailbox : describeMailboxBriefly;
    const listed = listByDomains(context.state, call.extra);
    return answerListOrNothing(listed.map((mailbox) => describe(context, mailbox)));
  }
  if (tags !== null) return listByTags(context, object, tags);
  const mailbox = findMailbox(context.state, object);
  return answerJson(mailbox ? describeMailbox(context, mailbox) : {});
};

/**
 * Mailcow ignores a domain it does not know and then lists everything; beside a known domain in a
 * comma-separated list that makes duplicates.
 */
function listByDomains(state: SandboxState, domains: string | null): MailboxRecord[] {
  if (domains === null || domains === "") return listMailboxes(state);
  return domains.split(",").flatMap((name) => {
    const isKnown = findDomain(state, name) ?? findAliasDomain(state, name);
    return isKnown ? listMailboxesOf(state, name) : listMailboxes(state);
  });
}

function listByTags(context: ApiContext, domainPart: string, tags: string): ApiAnswer {
  const wanted = tags.split(",").filter((tag) => tag !== "");
  const found = listMailboxes(context.state).filter(
    (mailbox) => mailbox.domain.includes(domainPart) && hasTagLike(mailbox.tags, wanted),
  );
  return answerJson(found.map((mailbox) => describeMailbox(context, mailbox)));
}
