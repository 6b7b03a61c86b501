import type { Metadata } from "next";
import { notFound } from "next/navigation";
import { getTranslations } from "next-intl/server";
import { MailboxFilters } from "@/components/admin/mailbox-filters";
import { MailboxTable } from "@/components/admin/mailbox-table";
import { SelectAll } from "@/components/admin/select-all";
import { Button } from "@/components/ui/button";
import { EmptyState } from "@/components/ui/empty-state";
import { LinkButton } from "@/components/ui/link-button";
import { PageHeader } from "@/components/ui/page-header";
import { Pagination } from "@/components/ui/pagination";
import { listDomains } from "@/lib/domains/queries";
import {
  type FoundMailboxes,
  type SearchMailboxesInput,
  searchMailboxes,
} from "@/lib/mailboxes/search-mailboxes";
import { getPortalContext } from "@/lib/web/portal-context";
import { requireAdmin } from "@/lib/web/require-admin";
import { readSearch, type SearchParams, searchHref } from "./read-search";

interface MailboxesPageProps {
  readonly searchParams: Promise<SearchParams>;
}

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations("admin.mailboxes"))("title") };
}

export default async function MailboxesPage({ searchParams }: MailboxesPageProps) {
  const actor = await requireAdmin();
  const context = await getPortalContext();
  const search = readSearch(await searchParams);
  const [domains, found] = await Promise.all([
    listDomains(context, actor),
    searchMailboxes(context, actor, search),
  ]);
  if (!domains.ok || !found.ok) notFound();
  const t = await getTranslations("admin.mailboxes");
  return (
    <div className="grid grid-cols-1 gap-6">
      <PageHeader title={t("title")} subtitle={t("subtitle")} />
      <MailboxFilters domains={domains.value.map(({ name }) => name)} search={search} />
      {found.value.mailboxes.length === 0 ? (
        <Nothing search={search} />
      ) : (
        <Found found={found.value} search={search} />
      )}
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
  readonly search: SearchMailboxesInput;
}

/** What is chosen goes to a page that says what will happen, by a GET form: nothing happens by a slip here. */
async function Found({ found, search }: FoundProps) {
  const t = await getTranslations("admin.mailboxes");
  return (
    <>
      <form
        method="get"
        action="/admin/mailboxes/selected"
        className="rounded-xl border border-line bg-surface px-1 py-2 sm:px-3"
      >
        <div className="flex flex-wrap items-center gap-x-4 gap-y-2 px-3 pb-2">
          <SelectAll name="id" label={t("selectAll")} />
          <span className="grow" />
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
        <MailboxTable
          mailboxes={found.mailboxes}
          now={new Date()}
          choice={{ sort: search.sort, sortHref: (sort) => searchHref(search, { sort }) }}
        />
      </form>
      <Pagination
        label={t("pages")}
        first={search.cursor ? { href: searchHref(search), label: t("firstPage") } : null}
        next={
          found.nextCursor
            ? { href: searchHref(search, { cursor: found.nextCursor }), label: t("nextPage") }
            : null
        }
      />
    </>
  );
}
