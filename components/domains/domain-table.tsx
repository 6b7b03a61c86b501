import { getFormatter, getTranslations } from "next-intl/server";
import { formatMiB } from "@/components/mail/format-size";
import { Moment } from "@/components/ui/moment";
import { StatusBadge, type StatusTone } from "@/components/ui/status-badge";
import { Table } from "@/components/ui/table";
import type { DomainView } from "@/lib/domains/queries";

interface DomainTableProps {
  readonly domains: readonly DomainView[];
  readonly now: Date;
}

type DomainCondition = "works" | "legacy" | "notAsked" | "missing" | "off";

const TONES: Record<DomainCondition, StatusTone> = {
  works: "ok",
  legacy: "ok",
  notAsked: "busy",
  missing: "bad",
  off: "warn",
};

/** Every domain with what it is open for and the room it has left. */
export async function DomainTable({ domains, now }: DomainTableProps) {
  const t = await getTranslations("admin.domains");
  const modes = await getTranslations("admin.registrationModes");
  return (
    <Table
      caption={t("title")}
      columns={[
        { name: "name", title: t("name") },
        { name: "condition", title: t("condition") },
        { name: "registration", title: t("registration") },
        { name: "temporary", title: t("temporary") },
        { name: "mailboxes", title: t("mailboxes"), isNumber: true },
        { name: "left", title: t("left"), isNumber: true },
      ]}
      rows={domains.map((domain) => ({
        key: domain.id,
        cells: [
          <Name key="name" domain={domain} />,
          <span key="condition" className="sm:whitespace-nowrap">
            <StatusBadge tone={TONES[conditionOf(domain)]}>
              {t(`conditions.${conditionOf(domain)}`)}
            </StatusBadge>
          </span>,
          domain.registrationOpen ? modes(domain.registrationMode ?? "follows") : modes("closed"),
          domain.temporaryAllowed
            ? t(domain.visitorsAllowed ? "forVisitors" : "forAccounts")
            : t("notOffered"),
          <Count key="mailboxes" domain={domain} />,
          <Room key="left" domain={domain} now={now} />,
        ],
      }))}
    />
  );
}

async function Name({ domain }: { readonly domain: DomainView }) {
  const t = await getTranslations("admin.domains");
  return (
    <>
      <a className="link font-mono text-sm font-medium break-all" href={`/admin/domains/${domain.name}`}>
        {domain.name}
      </a>
      {domain.isPremium ? <span className="block text-sm text-ink-soft">{t("premium")}</span> : null}
    </>
  );
}

async function Count({ domain }: { readonly domain: DomainView }) {
  const t = await getTranslations("admin.domains");
  const format = await getFormatter();
  return (
    <span className="sm:whitespace-nowrap">
      {format.number(domain.mailboxCount)}
      {domain.temporaryCount > 0 ? (
        <span className="block text-sm text-ink-soft">
          {t("ofWhichTemporary", { count: domain.temporaryCount })}
        </span>
      ) : null}
    </span>
  );
}

async function Room({ domain, now }: { readonly domain: DomainView; readonly now: Date }) {
  const t = await getTranslations("admin.domains");
  const format = await getFormatter();
  return (
    <span className="sm:whitespace-nowrap">
      {domain.mailboxesLeft === null ? t("noLimit") : t("mailboxesLeft", { count: domain.mailboxesLeft })}
      {domain.quotaLeftMiB === null ? null : (
        <span className="block text-sm text-ink-soft">
          {t("spaceLeft", { total: formatMiB(format, domain.quotaLeftMiB) })}
        </span>
      )}
      {domain.asOf ? (
        <span className="block text-sm text-ink-faint">
          <Moment at={domain.asOf} now={now} />
        </span>
      ) : null}
    </span>
  );
}

function conditionOf(domain: DomainView): DomainCondition {
  if (domain.kind === "legacy") return "legacy";
  if (domain.existsInMailcow === null) return "notAsked";
  if (!domain.existsInMailcow) return "missing";
  return domain.activeInMailcow === false ? "off" : "works";
}
