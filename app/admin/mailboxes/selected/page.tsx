import type { Metadata } from "next";
import { notFound } from "next/navigation";
import { getTranslations } from "next-intl/server";
import { MailboxTable } from "@/components/admin/mailbox-table";
import { ActionForm } from "@/components/ui/action-form";
import { Card } from "@/components/ui/card";
import { Checkbox } from "@/components/ui/checkbox";
import { EmptyState } from "@/components/ui/empty-state";
import { LinkButton } from "@/components/ui/link-button";
import { Meter } from "@/components/ui/meter";
import { PageHeader } from "@/components/ui/page-header";
import { Poll } from "@/components/ui/poll";
import { SubmitButton } from "@/components/ui/submit-button";
import { type FoundMailbox, findMailboxesById } from "@/lib/mailboxes/search-mailboxes";
import { getPortalContext } from "@/lib/web/portal-context";
import { requireAdmin } from "@/lib/web/require-admin";
import type { SearchParams } from "../read-search";
import { deleteSelected, extendSelected } from "./actions";
import { readIds } from "./read-ids";

interface SelectedPageProps {
  readonly searchParams: Promise<SearchParams>;
}

type Act = "delete" | "extend";

const LOOK_AGAIN_SECONDS = 2;

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations("admin.selected"))("title") };
}

/** First the question: these mailboxes, and what happens to them. Afterwards the same page shows how far it has come. */
export default async function SelectedPage({ searchParams }: SelectedPageProps) {
  const actor = await requireAdmin();
  const params = await searchParams;
  const act: Act = params.act === "extend" ? "extend" : "delete";
  const found = await findMailboxesById(await getPortalContext(), actor, readIds([params.id ?? []].flat()));
  if (!found.ok) notFound();
  const t = await getTranslations("admin.selected");
  const mailboxes = found.value;
  return (
    <div className="grid grid-cols-1 gap-6">
      <PageHeader title={t(act === "delete" ? "deleteTitle" : "extendTitle")} />
      {mailboxes.length === 0 ? (
        <EmptyState action={<LinkButton href="/admin/mailboxes">{t("back")}</LinkButton>}>
          {t("none")}
        </EmptyState>
      ) : (
        <>
          {params.begun ? (
            <Progress act={act} mailboxes={mailboxes} isAtOnce={params.atOnce !== undefined} />
          ) : (
            <Question act={act} mailboxes={mailboxes} />
          )}
          <section className="rounded-xl border border-line bg-surface px-1 py-2 sm:px-3">
            <MailboxTable mailboxes={mailboxes} now={new Date()} />
          </section>
        </>
      )}
    </div>
  );
}

async function Question({
  act,
  mailboxes,
}: {
  readonly act: Act;
  readonly mailboxes: readonly FoundMailbox[];
}) {
  const t = await getTranslations("admin.selected");
  const form = await getTranslations("form");
  const { settings } = await getPortalContext();
  const count = mailboxes.length;
  const isDeletion = act === "delete";
  return (
    <Card id="question" title={t("whatHappens")} className={isDeletion ? "border-bad-ink/40" : "border-line"}>
      <ActionForm
        id="selected"
        action={isDeletion ? deleteSelected : extendSelected}
        errorTitle={form("checkFields")}
        className="grid grid-cols-1 gap-4"
      >
        {mailboxes.map(({ id }) => (
          <input key={id} type="hidden" name="id" value={id} />
        ))}
        {isDeletion ? (
          <>
            <p className="max-w-prose">{t("deleteExplanation", { count })}</p>
            <Checkbox name="atOnce" label={t("atOnce")} hint={t("atOnceHint")} />
          </>
        ) : (
          <p className="max-w-prose">
            {t("extendExplanation", { count, days: settings.mailbox.temporaryExpiryHours })}
          </p>
        )}
        <div className="flex flex-wrap gap-3">
          <SubmitButton tone={isDeletion ? "danger" : "primary"}>
            {t(isDeletion ? "deleteSubmit" : "extendSubmit", { count })}
          </SubmitButton>
          <LinkButton href="/admin/mailboxes">{t("back")}</LinkButton>
        </div>
      </ActionForm>
    </Card>
  );
}

interface ProgressProps {
  readonly act: Act;
  readonly mailboxes: readonly FoundMailbox[];
  readonly isAtOnce: boolean;
}

/** In its day of grace a mailbox counts as done: nothing is left to do until then. */
async function Progress({ act, mailboxes, isAtOnce }: ProgressProps) {
  const t = await getTranslations("admin.selected");
  const isDone = ({ state }: FoundMailbox) =>
    act === "extend" || state === "deleted" || (state === "deleting" && !isAtOnce);
  const done = mailboxes.filter(isDone).length;
  const total = mailboxes.length;
  const isUnderWay = done < total;
  return (
    <Card id="progress" title={t("progress")}>
      <div className="grid grid-cols-1 gap-4">
        <p role="status">
          {t(act === "extend" ? "extended" : isAtOnce ? "deleted" : "inGrace", { count: done, total })}
        </p>
        <Meter value={done} max={total} level={isUnderWay ? "calm" : "good"} label={t("progress")} />
        {isUnderWay ? (
          <>
            <Poll everySeconds={LOOK_AGAIN_SECONDS} />
            <noscript>
              <meta httpEquiv="refresh" content="5" />
            </noscript>
            <p className="text-sm text-ink-soft">{t("goesOn")}</p>
          </>
        ) : null}
        <div>
          <LinkButton href="/admin/mailboxes">{t("back")}</LinkButton>
        </div>
      </div>
    </Card>
  );
}
