import { getTranslations } from "next-intl/server";
import { Button } from "@/components/ui/button";
import { SubmitButton } from "@/components/ui/submit-button";

interface ShortcutHelpProps {
  readonly isOn: boolean;
  readonly switchShortcuts: (form: FormData) => Promise<void>;
}

const KEYS = ["j", "k", "o", "r", "a", "f", "c", "x", "s", "#", "u", "z", "/", "?"] as const;

/** The dialog: what the keys do, and the switch for people whose keys already mean something to their software. */
export async function ShortcutHelp({ isOn, switchShortcuts }: ShortcutHelpProps) {
  const t = await getTranslations("inbox.shortcuts");
  return (
    <dialog
      id="shortcuts"
      aria-labelledby="shortcuts-title"
      className="m-auto max-h-[calc(100dvh-2rem)] w-[min(30rem,calc(100vw-2rem))] rounded-xl border border-line bg-surface p-0 text-start text-ink shadow-xl backdrop:bg-black/50"
    >
      <div className="grid gap-4 p-5 sm:p-6">
        <h2 id="shortcuts-title" className="text-lg font-semibold leading-7">
          {t("title")}
        </h2>
        <p className="text-sm text-ink-soft">{t(isOn ? "on" : "off")}</p>
        <dl className="grid grid-cols-[auto_minmax(0,1fr)] items-center gap-x-4 gap-y-1.5 text-sm">
          {KEYS.map((key) => (
            <div key={key} className="contents">
              <dt>
                <kbd className="inline-flex min-w-7 justify-center rounded-md border border-line-strong bg-canvas px-1.5 py-0.5 font-mono text-sm">
                  {key}
                </kbd>
              </dt>
              <dd>{t(`keys.${NAMES[key]}`)}</dd>
            </div>
          ))}
        </dl>
        <div className="flex flex-wrap gap-3">
          <form action={switchShortcuts}>
            <input type="hidden" name="shortcuts" value={isOn ? "off" : "on"} />
            <SubmitButton tone="secondary">{t(isOn ? "switchOff" : "switchOn")}</SubmitButton>
          </form>
          <form method="dialog">
            <Button type="submit" tone="quiet">
              {t("close")}
            </Button>
          </form>
        </div>
      </div>
    </dialog>
  );
}

const NAMES = {
  j: "next",
  k: "previous",
  o: "open",
  r: "reply",
  a: "replyAll",
  f: "forward",
  c: "compose",
  x: "select",
  s: "flag",
  "#": "delete",
  u: "back",
  z: "undo",
  "/": "search",
  "?": "help",
} as const satisfies Record<(typeof KEYS)[number], string>;
