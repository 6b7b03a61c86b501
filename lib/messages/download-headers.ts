/**
 * What a saved part or message travels with: never shown by the browser, never guessed at, and without rights should
 * a browser show it all the same. `fileName` comes from `safeFileName`; RFC 6266 carries it twice, for old browsers
 * in ASCII.
 */
export function downloadHeaders(fileName: string): Readonly<Record<string, string>> {
  const ascii = fileName.replace(/[^\x20-\x7e]|["\\%;]/g, "_");
  return {
    "Content-Type": "application/octet-stream",
    "Content-Disposition": `attachment; filename="${ascii}"; filename*=UTF-8''${encodeExtended(fileName)}`,
    "Content-Security-Policy": "default-src 'none'; sandbox",
    "X-Content-Type-Options": "nosniff",
    "Cache-Control": "private, no-store",
  };
}

/** RFC 8187: everything but its attr-char. */
function encodeExtended(text: string): string {
  return encodeURIComponent(text).replace(
    /['()*]/g,
    (sign) => `%${sign.charCodeAt(0).toString(16).toUpperCase()}`,
  );
}
