import { clsx } from "clsx";
import type { ReactNode } from "react";

interface InboxFrameProps {
  /** Names the page for those who do not see it. */
  readonly title: string;
  /** Where there is no room for both, this one is shown. */
  readonly shows: "list" | "message";
  readonly folders: ReactNode;
  readonly list: ReactNode;
  readonly listLabel: string;
  readonly reading: ReactNode;
  readonly readingLabel: string;
}

/**
 * Folders, list and message beside each other as far as the window is wide: three panes that scroll by themselves, two,
 * or one that scrolls with the page.
 */
export function InboxFrame(props: InboxFrameProps) {
  const { title, shows, folders, list, listLabel, reading, readingLabel } = props;
  return (
    <div className="lg:flex lg:h-dvh" data-width="full" data-inbox={shows}>
      <h1 className="sr-only">{title}</h1>
      <div className="hidden w-56 shrink-0 overflow-y-auto border-e border-line p-3 xl:block">{folders}</div>
      <section
        aria-label={listLabel}
        data-scrolls="list"
        className={clsx(
          "shrink-0 lg:w-[22.5rem] lg:overflow-y-auto lg:border-e lg:border-line lg:bg-surface 2xl:w-[26rem]",
          shows === "message" && "hidden lg:block",
        )}
      >
        {list}
      </section>
      <section
        aria-label={readingLabel}
        data-scrolls="message"
        className={clsx(
          "min-w-0 grow lg:overflow-y-auto",
          shows === "message" && "lg:bg-surface",
          shows === "list" && "hidden lg:block",
        )}
      >
        {reading}
      </section>
    </div>
  );
}
