import { createRoot } from "react-dom/client";
import { frameDocument } from "@/components/messages/frame-document";
import { MessageFrame } from "@/components/messages/message-frame";
import { sanitizeMessage } from "@/components/messages/sanitize-message";

/**
 * `pane`: as the reading pane shows it. `all`: the same walls without the pane around them. `without-sanitizer`: the
 * frame and its policy alone. `none`: a plain document in a plain frame.
 */
export type Walls = "pane" | "all" | "without-sanitizer" | "none";

declare global {
  interface Window {
    /** Answers with the number of frames that hold them. */
    showMessages(messages: readonly string[], walls: Walls): number;
    /** Frames whose message has loaded, with all that it was let load. */
    countShown(): number;
  }
}

const LABELS = { frame: "Message", remoteImages: "Images are not loaded.", showRemoteImages: "Load" };
/** Messages that share a document where they cannot get into each other's way: a frame costs much, a message little. */
const TOGETHER = 16;
/** Fewer where they strike: one may take the whole document away. */
const TOGETHER_UNWALLED = 6;
/** A frame loads twice: empty when it is made, and the message. */
const loads = new Map<EventTarget, number>();
const place = document.createElement("main");
document.body.append(place);
document.addEventListener(
  "load",
  ({ target }) => {
    if (target instanceof HTMLIFrameElement) loads.set(target, (loads.get(target) ?? 0) + 1);
  },
  true,
);
window.countShown = () => [...loads.values()].filter((count) => count > 1).length;

window.showMessages = (messages, walls) => {
  if (walls === "pane") return showInPanes(messages);
  const shown = walls === "all" ? messages.map(sanitize) : messages;
  const documents = packTogether(shown, walls === "none" ? TOGETHER_UNWALLED : TOGETHER);
  for (const [number, html] of documents.entries()) showInFrame(html, `bare-${number}`, walls);
  return documents.length;
};

function showInPanes(messages: readonly string[]): number {
  createRoot(place).render(
    messages.map((html) => (
      <div key={html} style={{ display: "inline-block" }}>
        <MessageFrame html={html} inlineImages={[]} action="/messages/frame" labels={LABELS} />
      </div>
    )),
  );
  return messages.length;
}

function sanitize(html: string): string {
  return sanitizeMessage(window, html, { inlineImages: [], withRemoteImages: false }).html;
}

/** Each group ends with the first message that would swallow or move what comes after it. */
function packTogether(messages: readonly string[], most: number): readonly string[] {
  const groups: string[][] = [[]];
  for (const html of messages) {
    groups.at(-1)?.push(html);
    if (!isClosed(html) || groups.at(-1)?.length === most) groups.push([]);
  }
  return groups.filter((group) => group.length > 0).map((group) => group.join("\n"));
}

/** What is written after it comes to stand after it, in the body, as it would without it. */
function isClosed(html: string): boolean {
  const { body } = new DOMParser().parseFromString(`<body>${html}\n<i title=after></i>`, "text/html");
  const after = body.querySelector(":scope > i[title=after]");
  return after !== null && after === body.lastElementChild && after.attributes.length === 1;
}

function showInFrame(html: string, name: string, walls: Exclude<Walls, "pane">): void {
  const frame = document.createElement("iframe");
  frame.name = name;
  const form = document.createElement("form");
  form.method = "post";
  form.enctype = "multipart/form-data";
  form.target = name;
  form.action = walls === "none" ? "/without-walls" : "/messages/frame";
  if (walls !== "none") frame.sandbox.add("allow-popups", "allow-popups-to-escape-sandbox");
  const field = document.createElement("textarea");
  field.name = "html";
  field.value = frameDocument(html);
  form.hidden = true;
  form.append(field);
  place.append(frame, form);
  form.submit();
}
