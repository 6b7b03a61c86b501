/** Where the reading pane's frame gets its document from; answered with the frame's own policy. */
export const MESSAGE_FRAME_PATH = "/messages/frame";

/** Above what the reading pane ever sends: HTML is cut before, inline images have a cap of their own. */
const MAX_BODY_BYTES = 24 * 1024 * 1024;

/**
 * The third wall. No script, no network, no form, no frame, no plug-in; pictures only from the message itself, or,
 * when the reader asked for them, from https. `sandbox` without any permission gives the document an origin of its
 * own, so that it holds even when the page around it or the sanitiser is broken.
 */
export function messageFramePolicy(withRemoteImages: boolean): string {
  return [
    "default-src 'none'",
    `img-src data:${withRemoteImages ? " https:" : ""}`,
    "style-src 'unsafe-inline'",
    "base-uri 'none'",
    "form-action 'none'",
    "frame-ancestors 'self'",
    "sandbox allow-popups allow-popups-to-escape-sandbox",
  ].join("; ");
}

/** What the frame's answer carries beside its policy; the portal's own headers would forbid framing it. */
export function messageFrameHeaders(withRemoteImages: boolean): Readonly<Record<string, string>> {
  return {
    "Content-Security-Policy": messageFramePolicy(withRemoteImages),
    "Content-Type": "text/html; charset=utf-8",
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "SAMEORIGIN",
    "Referrer-Policy": "no-referrer",
    "X-DNS-Prefetch-Control": "off",
    "Cache-Control": "private, no-store",
  };
}

/**
 * Gives back the document that the reading pane posts, under the frame's policy. It keeps nothing and reads nothing:
 * what it answers can do no more than any page of another site could. Posts from other sites never get here
 * (check-origin).
 */
export async function answerMessageFrame(request: Request): Promise<Response> {
  const length = Number(request.headers.get("content-length") ?? Number.NaN);
  if (!(length <= MAX_BODY_BYTES)) return new Response(null, { status: 413 });
  const form = await request.formData().catch(() => null);
  const html = form?.get("html");
  if (typeof html !== "string") return new Response(null, { status: 400 });
  return new Response(html, { headers: messageFrameHeaders(form?.get("images") === "remote") });
}
