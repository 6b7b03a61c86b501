import { ChevronDown, SquarePen } from "lucide-react";
import { getTranslations } from "next-intl/server";
import type { ReactNode } from "react";
import { LinkButton } from "@/components/ui/link-button";

interface ListHeaderProps {
  readonly name: string;
  readonly unread: number;
  /** For windows without a pane for them. */
  readonly folders: ReactNode;
  readonly composeHref: string;
}

/** Which folder this is; where folders have no pane of their own, they unfold here. */
export async function ListHeader({ name, unread, folders, composeHref }: ListHeaderProps) {
  const t = await getTranslations("inbox");
  const title = (
    <>
      <bdi className="truncate">{name}</bdi>
      {unread > 0 ? (
        <span className="shrink-0 text-sm font-normal text-ink-soft tabular-nums">
          <span aria-hidden="true" className="sm:hidden">
            {unread}
          </span>
          <span className="sr-only sm:not-sr-only">{t("folders.unread", { count: unread })}</span>
        </span>
      ) : null}
    </>
  );
  return (
    <div className="flex items-start justify-between gap-2">
      <details className="group min-w-0 grow xl:hidden">
        <summary className="inline-flex min-h-11 max-w-full items-center gap-2 rounded-lg pe-2 text-lg font-semibold [&::-webkit-details-marker]:hidden">
          <ChevronDown size={18} className="shrink-0 text-ink-soft group-open:rotate-180" />
          <span className="sr-only">{t("folders.choose")}</span>
          {title}
        </summary>
        <div className="pb-2">{folders}</div>
      </details>
      <h2 className="hidden min-h-11 min-w-0 items-center gap-2 text-lg font-semibold xl:flex">{title}</h2>
      <LinkButton href={composeHref} tone="primary" className="shrink-0 px-3 xl:hidden" data-key="c">
        <SquarePen size={18} />
        <span className="sr-only sm:not-sr-only">{t("compose")}</span>
      </LinkButton>
    </div>
  );
}
