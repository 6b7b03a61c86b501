import type { Metadata } from "next";
import { notFound } from "next/navigation";
import { getTranslations } from "next-intl/server";
import { z } from "zod";
import { ButtonForm } from "@/components/admin/button-form";
import { Backlog } from "@/components/clean-up/backlog";
import { RunForms } from "@/components/clean-up/run-forms";
import { RunTable } from "@/components/clean-up/run-table";
import { Card } from "@/components/ui/card";
import { EmptyState } from "@/components/ui/empty-state";
import { Notice } from "@/components/ui/notice";
import { PageHeader } from "@/components/ui/page-header";
import { Pagination } from "@/components/ui/pagination";
import { Poll } from "@/components/ui/poll";
import { type CleanUpStatus, getCleanUpStatus, listRuns } from "@/lib/clean-up/queries";
import { getPortalContext } from "@/lib/web/portal-context";
import { requireAdmin } from "@/lib/web/require-admin";
import { accept, run } from "./actions";

interface CleanUpPageProps {
  readonly searchParams: Promise<{ readonly cursor?: string; readonly accepted?: string }>;
}

const PAGE_LENGTH = 20;
const LOOK_AGAIN_SECONDS = 5;

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations("admin.cleanUp"))("title") };
}

export default async function CleanUpPage({ searchParams }: CleanUpPageProps) {
  const actor = await requireAdmin();
  const context = await getPortalContext();
  const { cursor: from, accepted } = await searchParams;
  const cursor = z.uuid().safeParse(from);
  const [status, listed] = await Promise.all([
    getCleanUpStatus(context, actor),
    listRuns(context, actor, { limit: PAGE_LENGTH, ...(cursor.success ? { cursor: cursor.data } : {}) }),
  ]);
  if (!status.ok || !listed.ok) notFound();
  const { runs, nextCursor } = listed.value;
  const t = await getTranslations("admin.cleanUp");
  const pages = await getTranslations("admin.mailboxes");
  const isUnderWay =
    status.value.backlog.due > 0 || runs.some(({ state }) => state === "queued" || state === "running");
  return (
    <div className="grid grid-cols-1 gap-6">
      {isUnderWay ? <Poll everySeconds={LOOK_AGAIN_SECONDS} /> : null}
      <PageHeader title={t("title")} subtitle={<p className="max-w-prose">{t("subtitle")}</p>} />
      {accepted && !status.value.hold ? <Notice tone="ok">{t("accepted")}</Notice> : null}
      <Hold hold={status.value.hold} />
      <Card id="backlog" title={t("ahead")}>
        <Backlog status={status.value} />
      </Card>
      <Card id="run" title={t("runTitle")} description={t("runHint")}>
        <RunForms action={run} />
      </Card>
      <Card id="runs" title={t("runs")}>
        {runs.length === 0 ? (
          <EmptyState>{t("none")}</EmptyState>
        ) : (
          <div className="-mx-3 grid grid-cols-1 gap-4">
            <RunTable runs={runs} now={new Date()} />
            <Pagination
              label={pages("pages")}
              first={cursor.success ? { href: "/admin/clean-up", label: pages("firstPage") } : null}
              next={
                nextCursor ? { href: `/admin/clean-up?cursor=${nextCursor}`, label: pages("nextPage") } : null
              }
            />
          </div>
        )}
      </Card>
    </div>
  );
}

/** After a restored backup nothing is deleted until an admin has looked at what the database does not know. */
async function Hold({ hold }: { readonly hold: CleanUpStatus["hold"] }) {
  if (!hold) return null;
  const t = await getTranslations("admin.cleanUp");
  return (
    <Card id="hold" title={t("holdTitle")} className="border-bad-ink/40">
      <div className="grid grid-cols-1 gap-4">
        <p className="max-w-prose">
          {t(hold.reason === "mark-damaged" ? "damagedExplanation" : "holdExplanation")}
        </p>
        {hold.damaged.length > 0 ? (
          <AddressList title={t("damaged", { count: hold.damaged.length })} addresses={hold.damaged} />
        ) : null}
        {hold.orphans.length > 0 ? (
          <AddressList title={t("orphans", { count: hold.orphans.length })} addresses={hold.orphans} />
        ) : (
          <p>{t("noOrphans")}</p>
        )}
        <ButtonForm id="accept" action={accept} label={t("accept")} tone="danger" />
      </div>
    </Card>
  );
}

function AddressList({
  title,
  addresses,
}: {
  readonly title: string;
  readonly addresses: readonly string[];
}) {
  return (
    <details open={addresses.length <= 10}>
      <summary className="min-h-11 py-2 font-medium text-accent-ink">{title}</summary>
      <ul className="grid gap-1 font-mono text-sm">
        {addresses.map((address) => (
          <li key={address} className="break-all">
            {address}
          </li>
        ))}
      </ul>
    </details>
  );
}
