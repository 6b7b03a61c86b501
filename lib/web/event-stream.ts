import "server-only";

const KEEP_ALIVE_MS = 25_000;

/** A stream of server-sent events that one reader has open. */
export interface EventStream {
  /** True until the reader has gone or the stream was ended. */
  isOpen(): boolean;
  /** Nothing happens once the stream is over. */
  send(text: string): void;
  /** Undone when the stream ends, or at once where it has ended already. */
  undoAtEnd(undo: () => void): void;
  end(): void;
}

/**
 * Answers with server-sent events. Proxies cut silent connections, so a comment is sent in between; before each,
 * `isStillAllowed` is asked, and a right that has ended, or a question that fails, ends the stream: the browser comes
 * back by itself. Pages are left quickly: whatever begins late is undone late, too.
 */
export function answerWithEvents(
  signal: AbortSignal,
  isStillAllowed: () => Promise<boolean>,
  begin: (stream: EventStream) => Promise<void>,
): Response {
  const encoder = new TextEncoder();
  const undoes: (() => void)[] = [];
  let isOpen = true;
  let finish: (isReading: boolean) => void = () => {};
  const body = new ReadableStream<Uint8Array>({
    start: async (controller) => {
      finish = (isReading) => {
        if (!isOpen) return;
        isOpen = false;
        for (const undo of undoes) undo();
        // A reader that has gone has closed the stream itself.
        if (isReading) controller.close();
      };
      const stream: EventStream = {
        isOpen: () => isOpen,
        send: (text) => {
          if (isOpen) controller.enqueue(encoder.encode(text));
        },
        undoAtEnd: (undo) => {
          if (isOpen) undoes.push(undo);
          else undo();
        },
        end: () => finish(true),
      };
      if (signal.aborted) return stream.end();
      signal.addEventListener("abort", stream.end);
      const tick = async (): Promise<void> => {
        if (await isStillAllowed()) stream.send(": still here\n\n");
        else stream.end();
      };
      const timer = setInterval(() => void tick().catch(stream.end), KEEP_ALIVE_MS);
      stream.undoAtEnd(() => clearInterval(timer));
      stream.send("retry: 2000\n\n");
      await begin(stream);
    },
    cancel: () => finish(false),
  });
  return new Response(body, {
    headers: {
      "Content-Type": "text/event-stream; charset=utf-8",
      "Cache-Control": "no-store, no-transform",
      "X-Accel-Buffering": "no",
    },
  });
}
