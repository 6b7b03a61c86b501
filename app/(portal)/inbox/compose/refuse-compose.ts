import { getFormatter, getTranslations } from "next-intl/server";
import { describeFailure } from "@/app/describe-failure";
import { textOf } from "@/app/form-answers";
import type { ComposeState, SavedDraft } from "@/components/inbox/compose-state";
import { formatBytes } from "@/components/mail/format-size";
import type { MessageFailure } from "@/lib/messages/schema";
import type { SendFailure } from "@/lib/sending/schema";
import type { AttachmentProblem } from "./collect-attachments";

type Failure = SendFailure | MessageFailure | AttachmentProblem;

/** Why nothing was sent, at the field it is about, with everything that was written. */
export async function refuseCompose(
  failure: Failure,
  form: FormData,
  draft: SavedDraft | null,
): Promise<ComposeState> {
  const t = await getTranslations("compose");
  const sentence = await describe(failure, form);
  const field = fieldOf(failure);
  const names = ["from", "to", "cc", "bcc", "subject", "text"];
  return {
    status: "refused",
    message: field ? t("refused") : `${sentence} ${t("refused")}`,
    ...(field ? { fieldErrors: { [field]: sentence } } : {}),
    values: Object.fromEntries(names.map((name) => [name, textOf(form, name)])),
    ...(draft ? { draft } : {}),
  };
}

function fieldOf(failure: Failure): string | null {
  if (failure.reason === "recipient-invalid") return failure.field;
  if (failure.reason === "recipient-missing" || failure.reason === "too-many-recipients") return "to";
  if (failure.reason === "subject-invalid") return "subject";
  if (failure.reason === "sender-not-own") return "from";
  return null;
}

const SHOWN_PART = 60;

async function describe(failure: Failure, form: FormData): Promise<string> {
  const t = await getTranslations("compose.problems");
  const format = await getFormatter();
  switch (failure.reason) {
    case "recipient-invalid": {
      const part = textOf(form, failure.field).slice(failure.at, failure.at + failure.length);
      return t("recipient-invalid", {
        part: part.length > SHOWN_PART ? `${part.slice(0, SHOWN_PART)}…` : part,
      });
    }
    case "too-many-recipients":
      return t("too-many-recipients", { count: failure.most });
    case "too-many-attachments":
      return t("too-many-attachments", { count: failure.most });
    case "too-large-to-send":
      return t("too-large-to-send", { size: formatBytes(format, failure.mostBytes) });
    case "recipient-missing":
    case "sender-not-own":
    case "subject-invalid":
    case "cannot-send":
    case "client-key-reused":
    case "attachment-gone":
      return t(failure.reason);
    default:
      return describeFailure(failure);
  }
}
