import { type Change, type ChangeListener, listenForChanges } from "./notifications";

/** One LISTEN connection for all who wait in this process, opened when the first one subscribes. */
export interface ChangeFeed {
  /** Resolves when changes are being heard. A `null` change means: some may have been missed, look for yourself. */
  subscribe(onChange: (change: Change | null) => void): Promise<() => void>;
  close(): Promise<void>;
}

export function createChangeFeed(url: string): ChangeFeed {
  const subscribers = new Set<(change: Change | null) => void>();
  let listener: Promise<ChangeListener> | undefined;
  const tell = (change: Change | null): void => {
    for (const subscriber of subscribers) tellOne(subscriber, change);
  };
  const open = (): Promise<ChangeListener> => {
    listener ??= listenForChanges(url, tell, () => tell(null)).catch((error: unknown) => {
      listener = undefined;
      throw error;
    });
    return listener;
  };
  return {
    subscribe: async (onChange) => {
      subscribers.add(onChange);
      try {
        await open();
      } catch (error) {
        subscribers.delete(onChange);
        throw error;
      }
      return () => subscribers.delete(onChange);
    },
    close: async () => {
      subscribers.clear();
      await (await listener)?.close();
    },
  };
}

/** One listener's fault must not keep the change from the others. */
function tellOne(subscriber: (change: Change | null) => void, change: Change | null): void {
  try {
    subscriber(change);
  } catch {
    // A page that went away in this moment: its stream is closed, and nobody is left to hear of it.
  }
}
