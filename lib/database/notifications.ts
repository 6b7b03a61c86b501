import pg from "pg";
import { z } from "zod";
import type { Transaction } from "./create-database";

const CHANNEL = "pasture";
const RECONNECT_MS = 1_000;

const changeSchema = z.object({
  kind: z.enum(["mailbox", "operation", "mail-server", "outgoing", "notification"]),
  id: z.string(),
  /** Null concerns everybody. */
  accountId: z.string().nullable(),
  /** Of an operation: the mailbox it works on, which may be nobody's account's. */
  mailboxId: z.string().optional(),
});

/** Something a waiting page or process wants to hear about. Carries ids only: the reader looks the rest up. */
export type Change = z.infer<typeof changeSchema>;

/** Sent when the surrounding transaction commits, and not at all when it does not. */
export async function notifyChange(transaction: Transaction, change: Change): Promise<void> {
  await transaction.$executeRaw`select pg_notify(${CHANNEL}, ${JSON.stringify(change)})`;
}

export interface ChangeListener {
  close(): Promise<void>;
}

/**
 * Calls back for every change of every process until closed. A lost connection is made again after a second;
 * what happened meanwhile is missed, which `onReconnect` announces.
 */
export async function listenForChanges(
  url: string,
  onChange: (change: Change) => void,
  onReconnect: () => void = () => {},
): Promise<ChangeListener> {
  let closed = false;
  let client: pg.Client | undefined;
  const connect = async (): Promise<void> => {
    const fresh = new pg.Client({ connectionString: url, application_name: "pasture listen" });
    fresh.on("error", () => {});
    fresh.on("notification", ({ payload }) => {
      const change = parseChange(payload);
      if (change) onChange(change);
    });
    fresh.on("end", () => {
      if (!closed && client === fresh) setTimeout(reconnect, RECONNECT_MS).unref();
    });
    await fresh.connect();
    await fresh.query(`listen ${CHANNEL}`);
    client = fresh;
  };
  const reconnect = (): void => {
    if (closed) return;
    connect().then(onReconnect, () => setTimeout(reconnect, RECONNECT_MS).unref());
  };
  await connect();
  return {
    close: async () => {
      closed = true;
      await client?.end();
    },
  };
}

function parseChange(payload: string | undefined): Change | null {
  try {
    return changeSchema.parse(JSON.parse(payload ?? ""));
  } catch {
    return null;
  }
}
