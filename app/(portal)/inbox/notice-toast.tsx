import { X } from "lucide-react";
import { getTranslations } from "next-intl/server";
import { describeFailure } from "@/app/describe-failure";
import { type FailureReason, failureReasons } from "@/app/failure-reasons";
import type { InboxPlace } from "@/components/inbox/inbox-place";
import { PlaceFields } from "@/components/inbox/message-list";
import { nameFolder } from "@/components/inbox/name-folder";
import { Toast } from "@/components/inbox/toast";
import type { Result } from "@/lib/errors/result";
import type { FolderView, MessageFailure } from "@/lib/messages/schema";
import { findInboxNotice, type InboxNotice } from "@/lib/web/inbox-notice";
import { undoMove } from "./actions";

/** Longer than it takes to read it, find the button and press it. */
const SHOWN_MS = 15_000;

interface NoticeToastProps {
  /** Where to go back to after an undo; null on pages that have nothing to undo. */
  readonly place: InboxPlace | null;
  readonly openId: string | null;
  /** For their names. */
  readonly folders: Promise<Result<readonly FolderView[], MessageFailure>> | null;
}

/** What the last action came to, with the way back where there is one. */
export async function NoticeToast({ place, openId, folders }: NoticeToastProps) {
  const notice = await findInboxNotice();
  const remainingMs = notice ? notice.at + SHOWN_MS - Date.now() : 0;
  if (!notice || remainingMs <= 0) return null;
  const t = await getTranslations("inbox.notices");
  return (
    <Toast
      key={notice.id}
      id={notice.id}
      text={await describeNotice(notice, folders)}
      remainingMs={remainingMs}
      closeLabel={t("close")}
      closeSign={<X size={18} />}
    >
      {place && notice.kind === "moved" && notice.messageIds.length > 0 ? (
        <form action={undoMove}>
          <PlaceFields place={place} openId={openId} />
          <button
            type="submit"
            data-key="z"
            className="inline-flex min-h-11 items-center rounded-lg px-3 font-semibold text-canvas underline underline-offset-4 focus-visible:outline-canvas"
          >
            {t("undo")}
          </button>
        </form>
      ) : null}
    </Toast>
  );
}

async function describeNotice(notice: InboxNotice, folders: NoticeToastProps["folders"]): Promise<string> {
  const t = await getTranslations("inbox.notices");
  const { count } = notice;
  if (notice.kind === "moved") {
    if (notice.isDeletion) return t("deleted", { count });
    const names = await getTranslations("inbox.folders");
    const known = await folders;
    const folder = known?.ok ? known.value.find(({ key }) => key === notice.to) : undefined;
    return t("moved", { count, folder: folder ? nameFolder(folder, names) : notice.to });
  }
  if (notice.kind === "failed") {
    const reason = notice.reason ?? "";
    return isFailureReason(reason) ? describeFailure({ reason }) : t("failed");
  }
  return t(notice.kind, { count });
}

function isFailureReason(text: string): text is FailureReason {
  return Object.hasOwn(failureReasons, text);
}
