const MAX_BYTES = 180;

const EXTENSIONS: Readonly<Record<string, string>> = {
  "message/rfc822": ".eml",
  "text/plain": ".txt",
  "text/html": ".html",
  "text/calendar": ".ics",
  "application/pdf": ".pdf",
  "image/png": ".png",
  "image/jpeg": ".jpg",
  "image/gif": ".gif",
};

/**
 * A name that is only a name: no folders, no line breaks, no marks that turn the direction of reading (so that
 * `cod.exe` cannot be shown as `exe.doc`), no leading dot, at most 180 bytes with the ending kept.
 */
export function safeFileName(given: string | null, mimeType: string): string {
  const name = (given ?? "")
    .normalize("NFC")
    .replace(/[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}]/gu, "")
    .replace(/[/\\:*?"<>|%]/g, "_")
    .replace(/^[.\s]+|[.\s]+$/g, "");
  if (name === "") return `attachment${EXTENSIONS[mimeType] ?? ".bin"}`;
  return shorten(name);
}

function shorten(name: string): string {
  if (Buffer.byteLength(name) <= MAX_BYTES) return name;
  const dot = name.lastIndexOf(".");
  const ending = dot > 0 && name.length - dot <= 12 ? name.slice(dot) : "";
  let stem = "";
  let bytes = Buffer.byteLength(ending);
  for (const character of name.slice(0, name.length - ending.length)) {
    bytes += Buffer.byteLength(character);
    if (bytes > MAX_BYTES) break;
    stem += character;
  }
  return stem + ending;
}
