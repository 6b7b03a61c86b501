import type { Metadata } from "next";
import { notFound } from "next/navigation";
import { getTranslations } from "next-intl/server";
import { RuleForm } from "@/components/mail-rules/rule-form";
import { RuleList } from "@/components/mail-rules/rule-list";
import { BackHeader } from "@/components/ui/back-header";
import { Card } from "@/components/ui/card";
import { EmptyState } from "@/components/ui/empty-state";
import { getProfile } from "@/lib/accounts/queries";
import { listRules } from "@/lib/mail-rules/queries";
import { NoMailbox } from "../no-mailbox";
import { oneOf, openInbox } from "../open-inbox";
import { flip, remove, save } from "./actions";

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations("rules"))("title") };
}

interface RulesPageProps {
  readonly searchParams: Promise<{
    readonly mailbox?: string | string[];
    /** The rule that is being changed. */
    readonly edit?: string | string[];
  }>;
}

/** What the mailbox is watched for: all rules and a form for another, or the form of one. */
export default async function RulesPage({ searchParams }: RulesPageProps) {
  const search = await searchParams;
  const { actor, context, mailbox } = await openInbox(search.mailbox);
  if (!mailbox) return <NoMailbox />;
  const listed = await listRules(context, actor, { mailboxId: mailbox.id });
  if (!listed.ok) notFound();
  const rules = listed.value;
  const editId = oneOf(search.edit);
  const edited = rules.find(({ id }) => id === editId) ?? null;
  if (editId && !edited) notFound();
  const t = await getTranslations("rules");
  const { recoveryEmail } = await getProfile(context, actor);
  const mailing =
    context.settings.smtpUrl === null ? "impossible" : recoveryEmail === null ? "no-address" : "possible";
  const here = `/inbox/rules?mailbox=${mailbox.id}`;
  const back = edited
    ? { href: here, label: t("backToList") }
    : { href: `/inbox/inbox?mailbox=${mailbox.id}`, label: t("back") };
  return (
    <div className="mx-auto grid w-full max-w-3xl grid-cols-1 gap-4 p-4 sm:p-6" data-width="full">
      <BackHeader href={back.href} label={back.label}>
        {t("title")}
        <span className="block truncate text-sm font-normal text-ink-soft">{mailbox.address}</span>
      </BackHeader>
      {edited ? null : (
        <>
          <p className="max-w-prose text-sm text-ink-soft">{t("explanation")}</p>
          {rules.length === 0 ? (
            <EmptyState>{t("empty")}</EmptyState>
          ) : (
            <RuleList rules={rules} flip={flip} remove={remove} editHref={(id) => `${here}&edit=${id}`} />
          )}
        </>
      )}
      <Card id="rule-form" title={t(edited ? "change" : "add")}>
        <RuleForm action={save} mailboxId={mailbox.id} rule={edited} mailing={mailing} />
      </Card>
    </div>
  );
}
