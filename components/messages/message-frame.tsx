"use client";

import { useEffect, useId, useRef, useState } from "react";
import { Button } from "@/components/ui/button";
import type { InlineImage } from "@/lib/messages/schema";
import { frameDocument } from "./frame-document";

interface MessageFrameProps {
  /** As the sender wrote it. */
  readonly html: string;
  readonly inlineImages: readonly InlineImage[];
  /** `MESSAGE_FRAME_PATH` of the door: a component knows no route. */
  readonly action: string;
  readonly labels: {
    readonly frame: string;
    /** "The sender would learn that you opened this message." */
    readonly remoteImages: string;
    readonly showRemoteImages: string;
  };
}

/**
 * Hostile HTML behind three walls: sanitised here, then posted into a frame that may run nothing, whose document comes
 * with a policy that lets it load nothing. A frame without scripts cannot be written to, and one filled by `srcdoc`
 * would inherit this page's policy; hence the form.
 */
export function MessageFrame({ html, inlineImages, action, labels }: MessageFrameProps) {
  const name = `message-${useId().replace(/[^\w-]/g, "")}`;
  const form = useRef<HTMLFormElement>(null);
  const field = useRef<HTMLTextAreaElement>(null);
  const [withRemoteImages, setWithRemoteImages] = useState(false);
  const [remoteImages, setRemoteImages] = useState(0);
  const [pictures, setPictures] = useState(inlineImages);
  // A page that is drawn anew brings equal pictures in another list: what is shown need not flicker for that.
  if (!isSame(pictures, inlineImages)) setPictures(inlineImages);
  useEffect(() => {
    let isWanted = true;
    /** The sanitiser is as heavy as all the rest of a list, and most of them are looked at without opening HTML. */
    const show = async (): Promise<void> => {
      const { sanitizeMessage } = await import("./sanitize-message");
      if (!isWanted || !form.current || !field.current) return;
      const safe = sanitizeMessage(window, html, { inlineImages: pictures, withRemoteImages });
      setRemoteImages(safe.remoteImages);
      field.current.value = frameDocument(safe.html);
      form.current.submit();
      field.current.value = "";
    };
    void show();
    return () => {
      isWanted = false;
    };
  }, [html, pictures, withRemoteImages]);
  return (
    <div className="grid gap-3">
      {remoteImages > 0 && !withRemoteImages ? (
        <p className="flex flex-wrap items-center gap-3 text-sm">
          {labels.remoteImages}
          <Button onClick={() => setWithRemoteImages(true)}>{labels.showRemoteImages}</Button>
        </p>
      ) : null}
      <form ref={form} method="post" action={action} target={name} encType="multipart/form-data" hidden>
        <textarea ref={field} name="html" readOnly aria-hidden="true" tabIndex={-1} />
        <input type="hidden" name="images" value={withRemoteImages ? "remote" : "none"} />
      </form>
      <iframe
        name={name}
        title={labels.frame}
        sandbox="allow-popups allow-popups-to-escape-sandbox"
        referrerPolicy="no-referrer"
        className="h-[70vh] min-h-80 w-full rounded-lg border border-line bg-white"
      />
    </div>
  );
}

function isSame(left: readonly InlineImage[], right: readonly InlineImage[]): boolean {
  if (left.length !== right.length) return false;
  return left.every(({ contentId, base64 }, index) => {
    const other = right[index];
    return other?.contentId === contentId && other.base64 === base64;
  });
}
