import { type ApiAnswer, answerJson } from "@/lib/sandbox/api/api-answer";
import type { ApiContext } from "@/lib/sandbox/api/api-context";
import type { Attributes } from "@/lib/sandbox/api/call-report";
import { describeDomain } from "@/lib/sandbox/api/domain-answers";
import { describeMailbox } from "@/lib/sandbox/api/mailbox-answers";
import { intval, strval } from "@/lib/sandbox/api/php-values";
import { listMailboxes } from "@/lib/sandbox/find-records";

/** The DataTables search, the only paging Mailcow has; a read-only key may use it although it is a POST. */
export function searchRecords(context: ApiContext, category: string, request: Attributes): ApiAnswer | null {
  const text = readSearchText(request);
  if (category === "mailbox") {
    const found = listMailboxes(context.state).filter((mailbox) =>
      [mailbox.username, mailbox.name].some((value) => value.toLowerCase().includes(text)),
    );
    return page(
      request,
      found.map((mailbox) => () => describeMailbox(context, mailbox)),
    );
  }
  if (category === "domain") {
    const found = Object.values(context.state.domains).filter((domain) => domain.name.includes(text));
    return page(
      request,
      found.map((domain) => () => describeDomain(context, domain)),
    );
  }
  return null;
}

function page(request: Attributes, rows: readonly (() => unknown)[]): ApiAnswer {
  const start = intval(request.start);
  const length = intval(request.length);
  const shown = rows.slice(start, length > 0 ? start + length : undefined).map((describe) => describe());
  return answerJson({
    draw: intval(request.draw),
    recordsTotal: rows.length,
    recordsFiltered: rows.length,
    data: shown,
  });
}

function readSearchText(request: Attributes): string {
  const search = request.search;
  const value = typeof search === "object" && search !== null && "value" in search ? search.value : "";
  return strval(value).toLowerCase();
}
