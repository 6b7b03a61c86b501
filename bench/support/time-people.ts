import { setTimeout as wait } from "node:timers/promises";
import type { MailcowClient } from "@/lib/mailcow/create-mailcow-client";
import { editMailbox, findMailbox } from "@/lib/mailcow/mailboxes";

const EVERY_MS = 50;

/** Milliseconds of each call. */
export interface PeopleTimes {
  readonly look: number[];
  readonly edit: number[];
}

/** People's calls while the work lasts, as the worker makes them for pages: by turns a look at a mailbox and an edit. */
export async function timePeople<Value>(
  mailcow: MailcowClient,
  address: string,
  times: PeopleTimes,
  work: () => Promise<Value>,
): Promise<Value> {
  let isOver = false;
  const visit = async (into: number[], call: () => Promise<unknown>): Promise<void> => {
    while (!isOver) {
      const startedAt = performance.now();
      await call();
      into.push(performance.now() - startedAt);
      await wait(EVERY_MS);
    }
  };
  const visits = [
    visit(times.look, () => findMailbox(mailcow, address)),
    visit(times.edit, () => editMailbox(mailcow, address, { displayName: "Somebody" })),
  ];
  try {
    return await work();
  } finally {
    isOver = true;
    await Promise.all(visits);
  }
}
