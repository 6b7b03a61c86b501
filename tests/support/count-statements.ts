import pg from "pg";

let statements = 0;

/** From now on in this process; the driver's one door: Prisma's statements, raw ones and transactions' BEGIN and COMMIT. */
export function watchStatements(): void {
  const query = pg.Client.prototype.query;
  pg.Client.prototype.query = function counted(this: pg.Client, ...input: unknown[]) {
    statements += 1;
    return Reflect.apply(query, this, input);
  } as typeof query;
}

export async function countStatements(work: () => Promise<unknown>): Promise<number> {
  const before = statements;
  await work();
  return statements - before;
}
