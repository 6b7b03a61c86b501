import type { Metadata } from "next";
import { notFound } from "next/navigation";
import { getTranslations } from "next-intl/server";
import { BulkList } from "@/components/admin/bulk-list";
import { MailboxFilters } from "@/components/admin/mailbox-filters";
import { MailboxTable } from "@/components/admin/mailbox-table";
import { SelectAll } from "@/components/admin/select-all";
import { Button } from "@/components/ui/button";
import { Card } from "@/components/ui/card";
import { EmptyState } from "@/components/ui/empty-state";
import { LinkButton } from "@/components/ui/link-button";
import { PageHeader } from "@/components/ui/page-header";
import { Pagination } from "@/components/ui/pagination";
import { listDomainNames } from "@/lib/domains/list-domain-names";
import { listBulkOperations } from "@/lib/mailboxes/get-bulk-operation";
import {
  countMailboxes,
  type FoundMailboxes,
  type MailboxCount,
  type SearchMailboxesInput,
  searchMailboxes,
} from "@/lib/mailboxes/search-mailboxes";
import { getPortalContext } from "@/lib/web/portal-context";
import { requireAdmin } from "@/lib/web/require-admin";
import { readSearch, type SearchParams, searchFields, searchHref } from "./read-search";

interface MailboxesPageProps {
  readonly searchParams: Promise<SearchParams>;
}

/** Of what was done to many at once; more is in the audit log. */
const LISTED_OPERATIONS = 5;

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations("admin.mailboxes"))("title") };
}

export default async function MailboxesPage({ searchParams }: MailboxesPageProps) {
  const actor = await requireAdmin();
  const context = await getPortalContext();
  const search = readSearch(await searchParams);
  const [domains, found, counted, bulk] = await Promise.all([
    listDomainNames(context, actor),
    searchMailboxes(context, actor, search),
    countMailboxes(context, actor, search),
    listBulkOperations(context, actor, { limit: LISTED_OPERATIONS }),
  ]);
  if (!domains.ok || !found.ok || !counted.ok || !bulk.ok) notFound();
  const t = await getTranslations("admin.mailboxes");
  const words = await getTranslations("admin.bulk");
  return (
    <div className="grid grid-cols-1 gap-6">
      <PageHeader title={t("title")} subtitle={t("subtitle")} />
      <MailboxFilters domains={domains.value} search={search} />
      {found.value.mailboxes.length === 0 ? (
        <Nothing search={search} />
      ) : (
        <Found found={found.value} counted={counted.value} search={search} />
      )}
      {bulk.value.length > 0 ? (
        <Card id="bulk" title={words("latest")}>
          <BulkList operations={bulk.value} now={new Date()} />
        </Card>
      ) : null}
    </div>
  );
}

/** "Nothing yet" and "nothing like that" are two different things to hear. */
async function Nothing({ search }: { readonly search: SearchMailboxesInput }) {
  const t = await getTranslations("admin.mailboxes");
  const isSearch = [search.query, search.domain, search.state, search.purpose, search.cursor].some(Boolean);
  if (!isSearch) return <EmptyState>{t("none")}</EmptyState>;
  return (
    <EmptyState action={<LinkButton href="/admin/mailboxes">{t("clear")}</LinkButton>}>
      {t("noMatch")}
    </EmptyState>
  );
}

interface FoundProps {
  readonly found: FoundMailboxes;
  readonly counted: MailboxCount;
  readonly search: SearchMailboxesInput;
}

/** What is chosen goes to a page that says what will happen, by a GET form: nothing happens by a slip here. */
async function Found({ found, counted, search }: FoundProps) {
  const t = await getTranslations("admin.mailboxes");
  const isOnePage = found.nextCursor === null && found.previousCursor === null;
  return (
    <>
      <form
        method="get"
        action="/admin/mailboxes/selected"
        className="rounded-xl border border-line bg-surface px-1 py-2 sm:px-3"
      >
        <div className="flex flex-wrap items-center gap-x-6 gap-y-1 px-3 pb-2">
          <SelectAll name="id" label={t("selectAll")} countLabel={t("selectedCount", { count: "{count}" })} />
          {isOnePage ? null : <EveryMatch counted={counted} search={search} />}
          <span className="grow" />
          <div className="flex flex-wrap gap-x-2 gap-y-1">
            <Button type="submit" name="act" value="extend">
              {t("extendSelected")}
            </Button>
            <Button
              type="submit"
              name="act"
              value="delete"
              tone="quiet"
              className="text-bad-ink hover:bg-bad-soft"
            >
              {t("deleteSelected")}
            </Button>
          </div>
        </div>
        <MailboxTable
          mailboxes={found.mailboxes}
          now={new Date()}
          choice={{ sort: search.sort, sortHref: (sort) => searchHref(search, { sort }) }}
        />
      </form>
      <Pagination
        label={t("pages")}
        first={search.cursor ? { href: searchHref(search), label: t("firstPage") } : null}
        previous={pageLink(t("previousPage"), search, found.previousCursor, "back")}
        next={pageLink(t("nextPage"), search, found.nextCursor, "forward")}
      />
    </>
  );
}

/** Goes beyond the page: the search goes along, and the boxes of single rows do not count then. */
async function EveryMatch({ counted, search }: Pick<FoundProps, "counted" | "search">) {
  const t = await getTranslations("admin.mailboxes");
  return (
    <label className="inline-flex min-h-11 items-center gap-3 text-sm font-medium">
      <input type="checkbox" name="all" value="1" className="size-5 accent-accent" />
      {t(counted.isMore ? "everyMatchAndMore" : "everyMatch", { count: counted.count })}
      {searchFields(search).map(([name, value]) => (
        <input key={name} type="hidden" name={name} value={value} />
      ))}
    </label>
  );
}

function pageLink(
  label: string,
  search: SearchMailboxesInput,
  cursor: string | null,
  direction: SearchMailboxesInput["direction"],
) {
  return cursor === null ? null : { href: searchHref(search, { cursor, direction }), label };
}
