import { Search } from "lucide-react";
import { getTranslations } from "next-intl/server";
import { CONTROL } from "@/components/ui/control-classes";
import { folderSegment, type InboxPlace, listHref } from "./inbox-place";

/** A plain GET form: the URL is its memory. */
export async function SearchForm({ place }: { readonly place: InboxPlace }) {
  const t = await getTranslations("inbox.search");
  const { folder, mailbox, query, isUnreadOnly } = place;
  return (
    <search>
      <form action={`/inbox/${folderSegment(folder)}`} className="grid gap-1" data-soft>
        {mailbox ? <input type="hidden" name="mailbox" value={mailbox} /> : null}
        <div className="flex gap-2">
          <input
            // The URL may say something else now, by the back button.
            key={query}
            type="search"
            name="q"
            defaultValue={query}
            maxLength={500}
            aria-label={t("label")}
            aria-describedby="search-hint"
            placeholder={t("placeholder")}
            enterKeyHint="search"
            autoComplete="off"
            data-key="/"
            className={`${CONTROL} bg-canvas lg:min-h-10 lg:py-1.5`}
          />
          <button
            type="submit"
            aria-label={t("submit")}
            title={t("submit")}
            className="inline-flex min-h-11 min-w-11 shrink-0 items-center justify-center rounded-lg border border-line-strong hover:bg-sunken lg:min-h-10"
          >
            <Search size={18} />
          </button>
        </div>
        <p id="search-hint" className="sr-only">
          {t("hint")}
        </p>
        <div className="flex flex-wrap items-center justify-between gap-x-3">
          <label className="inline-flex min-h-9 items-center gap-2 text-sm text-ink-soft">
            <input
              key={String(isUnreadOnly)}
              type="checkbox"
              name="unread"
              value="1"
              defaultChecked={isUnreadOnly}
              data-sends
              className="size-4 accent-accent"
            />
            {t("unreadOnly")}
          </label>
          {query ? (
            <a
              className="link inline-flex min-h-9 items-center text-sm"
              href={listHref(place, { query: "" })}
            >
              {t("clear")}
            </a>
          ) : null}
        </div>
      </form>
    </search>
  );
}
