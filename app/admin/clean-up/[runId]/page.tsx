import type { Metadata } from "next";
import { notFound } from "next/navigation";
import { getFormatter, getTranslations } from "next-intl/server";
import { z } from "zod";
import { ButtonForm } from "@/components/admin/button-form";
import { formatDuration } from "@/components/clean-up/format-duration";
import { ItemTable } from "@/components/clean-up/item-table";
import { RunState } from "@/components/clean-up/run-table";
import { Card } from "@/components/ui/card";
import { EmptyState } from "@/components/ui/empty-state";
import { LinkButton } from "@/components/ui/link-button";
import { Meter } from "@/components/ui/meter";
import { Moment } from "@/components/ui/moment";
import { Notice } from "@/components/ui/notice";
import { PageHeader } from "@/components/ui/page-header";
import { Pagination } from "@/components/ui/pagination";
import { Poll } from "@/components/ui/poll";
import { getRun, type RunView } from "@/lib/clean-up/queries";
import { approvableReasons, refusalReasons } from "@/lib/clean-up/schema";
import { getPortalContext } from "@/lib/web/portal-context";
import { requireAdmin } from "@/lib/web/require-admin";
import { run as runAgain } from "../actions";

interface RunPageProps {
  readonly params: Promise<{ readonly runId: string }>;
  readonly searchParams: Promise<{ readonly cursor?: string }>;
}

const PAGE_LENGTH = 100;
const LOOK_AGAIN_SECONDS = 2;

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations("admin.cleanUp"))("run") };
}

export default async function RunPage({ params, searchParams }: RunPageProps) {
  const actor = await requireAdmin();
  const runId = z.uuid().safeParse((await params).runId);
  if (!runId.success) notFound();
  const cursor = z.uuid().safeParse((await searchParams).cursor);
  const found = await getRun(await getPortalContext(), actor, {
    runId: runId.data,
    limit: PAGE_LENGTH,
    ...(cursor.success ? { cursor: cursor.data } : {}),
  });
  if (!found.ok) notFound();
  const { run, items, nextCursor } = found.value;
  const t = await getTranslations("admin.cleanUp");
  const pages = await getTranslations("admin.mailboxes");
  const here = `/admin/clean-up/${run.id}`;
  return (
    <div className="grid grid-cols-1 gap-6">
      <PageHeader title={t(`kinds.${run.kind}`)} subtitle={<RunState run={run} />} />
      <Summary run={run} />
      <Card id="items" title={t("items")}>
        {items.length === 0 ? (
          <EmptyState>{t("noItems")}</EmptyState>
        ) : (
          <div className="-mx-3 grid grid-cols-1 gap-4">
            <ItemTable items={items} now={new Date()} />
            <Pagination
              label={pages("pages")}
              first={cursor.success ? { href: here, label: pages("firstPage") } : null}
              next={nextCursor ? { href: `${here}?cursor=${nextCursor}`, label: pages("nextPage") } : null}
            />
          </div>
        )}
      </Card>
      <div>
        <LinkButton href="/admin/clean-up">{t("back")}</LinkButton>
      </div>
    </div>
  );
}

async function Summary({ run }: { readonly run: RunView }) {
  const t = await getTranslations("admin.cleanUp");
  const format = await getFormatter();
  const now = new Date();
  const isUnderWay = run.state === "queued" || run.state === "running";
  const handled = run.done + run.failed;
  const hasBegunNothing = run.isDryRun || run.state === "refused";
  return (
    <Card id="summary" title={t("summary")}>
      <div className="grid grid-cols-1 gap-4" role="status">
        <Refusal run={run} />
        <p>
          {t(hasBegunNothing ? "foundByLooking" : "handled", { count: handled, total: run.planned })}
          {run.failed > 0 ? ` ${t("someFailed", { count: run.failed })}` : null}
        </p>
        {run.planned > 0 && !hasBegunNothing ? (
          <Meter
            value={Math.min(handled, run.planned)}
            max={run.planned}
            level={handled < run.planned ? "calm" : "good"}
            label={t("summary")}
          />
        ) : null}
        <p className="text-sm text-ink-soft">
          {t("startedAt")} <Moment at={run.startedAt} now={now} />
          {run.finishedAt ? (
            <>
              {" · "}
              {t("finishedAt")} <Moment at={run.finishedAt} now={now} />
            </>
          ) : null}
          {run.msPerItem === null
            ? null
            : ` · ${t("perItem", { total: formatDuration(format, run.msPerItem) })}`}
        </p>
        {isUnderWay ? (
          <>
            <Poll everySeconds={LOOK_AGAIN_SECONDS} />
            <noscript>
              <meta httpEquiv="refresh" content="5" />
            </noscript>
          </>
        ) : null}
      </div>
    </Card>
  );
}

/** Why a round stopped, and, where a person's look settles it, the way to let it through. */
async function Refusal({ run }: { readonly run: RunView }) {
  if (!run.reason) return null;
  const t = await getTranslations("admin.cleanUp");
  const reasons = await getTranslations("cleanUpReasons");
  const reason = refusalReasons.find((name) => name === run.reason);
  const canApprove = run.state === "refused" && reason !== undefined && approvableReasons.includes(reason);
  return (
    <>
      <Notice tone={run.state === "failed" ? "bad" : "warn"} title={t("stopped")}>
        <p>{reason ? reasons(reason) : <code className="font-mono text-sm">{run.reason}</code>}</p>
      </Notice>
      {canApprove ? (
        <ButtonForm
          id="approve"
          action={runAgain}
          values={{ kind: run.kind, isApproved: "on" }}
          label={t("approve")}
          tone="danger"
        >
          <p className="max-w-prose text-sm text-ink-soft">{t("approveHint")}</p>
        </ButtonForm>
      ) : null}
    </>
  );
}
