import type { Transaction } from "./create-database";

/**
 * The one clock everybody agrees on; inside a transaction, when it began. Processes on several machines may disagree
 * by minutes, and a mailbox must not expire by the fastest of them.
 */
export async function getDatabaseNow(transaction: Transaction): Promise<Date> {
  const [row] = await transaction.$queryRaw<{ now: Date }[]>`select now() as now`;
  if (!row) throw new Error("the database did not tell the time");
  return row.now;
}
