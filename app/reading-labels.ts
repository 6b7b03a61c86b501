import { getTranslations } from "next-intl/server";

/** The words of the reading pane that are the same wherever a message is read. */
export async function readingLabels() {
  const t = await getTranslations("temporary.message");
  return {
    noSubject: t("noSubject"),
    from: t("from"),
    to: t("to"),
    received: t("received"),
    unknownSender: t("unknownSender"),
    empty: t("empty"),
    cut: t("cut"),
    attachments: t("attachments"),
    raw: t("raw"),
    code: t("code"),
    copyCode: t("copyCode"),
    copied: t("copied"),
    copyFailed: t("copyFailed"),
    frame: t("frame"),
    remoteImages: t("remoteImages"),
    showRemoteImages: t("showRemoteImages"),
    showText: t("showText"),
    showHtml: t("showHtml"),
    needsScript: t("needsScript"),
  };
}
