import { createRoot } from "react-dom/client";
import { frameDocument } from "@/components/messages/frame-document";
import { MessageFrame } from "@/components/messages/message-frame";

declare global {
  interface Window {
    showMessage(html: string, walls: "all" | "without-sanitizer" | "none"): void;
  }
}

const LABELS = { frame: "Message", remoteImages: "Images are not loaded.", showRemoteImages: "Load" };
const place = document.createElement("main");
document.body.append(place);
const root = createRoot(place);
let count = 0;

/** Shows one message as the reading pane does, or with walls taken away. */
window.showMessage = (html, walls) => {
  count += 1;
  if (walls === "all") {
    root.render(
      <MessageFrame key={count} html={html} inlineImages={[]} action="/messages/frame" labels={LABELS} />,
    );
    return;
  }
  const frame = document.createElement("iframe");
  frame.name = `bare-${count}`;
  const form = document.createElement("form");
  form.method = "post";
  form.enctype = "multipart/form-data";
  form.target = frame.name;
  form.action = walls === "none" ? "/without-walls" : "/messages/frame";
  if (walls === "without-sanitizer") frame.sandbox.add("allow-popups", "allow-popups-to-escape-sandbox");
  const field = document.createElement("textarea");
  field.name = "html";
  field.value = frameDocument(html);
  form.append(field);
  place.replaceChildren(frame, form);
  form.submit();
};
