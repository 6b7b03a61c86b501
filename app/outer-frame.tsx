import { clsx } from "clsx";
import type { ReactNode } from "react";
import { Mark } from "@/components/shell/mark";
import { PreferencesFooter } from "./preferences-footer";

interface OuterFrameProps {
  /** `form`: one narrow column for one thing to do. `reading`: room for mail. */
  readonly width: "form" | "reading";
  readonly children: ReactNode;
}

/** Pages outside the sign-in: the mark, which leads home, the content, language and theme. */
export function OuterFrame({ width, children }: OuterFrameProps) {
  return (
    <div
      className={clsx(
        "mx-auto flex min-h-dvh w-full flex-col px-4",
        width === "form" ? "max-w-md sm:px-0" : "max-w-3xl",
      )}
    >
      <header className={width === "form" ? "pt-8 pb-6 sm:pt-16" : "pt-6 pb-4 sm:pt-10 sm:pb-6"}>
        <a href="/" className="inline-flex min-h-11 items-center gap-3 text-lg font-semibold">
          <Mark />
          Pasture
        </a>
      </header>
      <main id="content" className="grow pb-8">
        {children}
      </main>
      <PreferencesFooter />
    </div>
  );
}
