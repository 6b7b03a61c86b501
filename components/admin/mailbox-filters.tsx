import { getTranslations } from "next-intl/server";
import { Button } from "@/components/ui/button";
import { CONTROL } from "@/components/ui/control-classes";
import { PlainSelect } from "@/components/ui/plain-select";
import { mailboxStates } from "@/lib/mailboxes/schema";
import { mailboxPurposes, mailboxSorts, type SearchMailboxesInput } from "@/lib/mailboxes/search-mailboxes";

interface MailboxFiltersProps {
  readonly domains: readonly string[];
  readonly search: SearchMailboxesInput;
}

/** A GET form: what was looked for stands in the URL and can be kept, shared and gone back to. */
export async function MailboxFilters({ domains, search }: MailboxFiltersProps) {
  const t = await getTranslations("admin.mailboxes");
  const states = await getTranslations("temporary.states");
  const all = { value: "", label: t("all") };
  // Two states of one word are one to the reader: the one who searches means both, so only one is offered.
  const offered = mailboxStates.filter((state) => state !== "pending");
  return (
    <form method="get" action="/admin/mailboxes" className="grid gap-3" aria-label={t("filters")}>
      <div className="grid grid-cols-2 gap-3 lg:grid-cols-[2fr_1fr_1fr_1fr_1fr]">
        <label className="col-span-2 grid gap-1 text-sm lg:col-span-1">
          <span className="text-ink-soft">{t("search")}</span>
          <input
            type="search"
            name="query"
            defaultValue={search.query ?? ""}
            autoCapitalize="none"
            spellCheck={false}
            maxLength={254}
            className={CONTROL}
          />
        </label>
        <PlainSelect
          name="domain"
          label={t("domain")}
          value={search.domain ?? ""}
          options={[all, ...domains.map((name) => ({ value: name, label: name }))]}
        />
        <PlainSelect
          name="state"
          label={t("state")}
          value={search.state ?? ""}
          options={[
            { value: "", label: t("notDeleted") },
            ...offered.map((value) => ({ value, label: states(value) })),
          ]}
        />
        <PlainSelect
          name="purpose"
          label={t("purpose")}
          value={search.purpose ?? ""}
          options={[all, ...mailboxPurposes.map((value) => ({ value, label: t(`purposes.${value}`) }))]}
        />
        <PlainSelect
          name="sort"
          label={t("sort")}
          value={search.sort}
          options={mailboxSorts.map((value) => ({ value, label: t(`sorts.${value}`) }))}
        />
      </div>
      <div>
        <Button type="submit">{t("apply")}</Button>
      </div>
    </form>
  );
}
