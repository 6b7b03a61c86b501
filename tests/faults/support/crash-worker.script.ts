import { once } from "node:events";
import { createInterface } from "node:readline";
import pg from "pg";
import { createCleanUpLane } from "@/lib/clean-up/clean-up-lane";
import { loadSettings } from "@/lib/config/settings";
import { createWorkerContext } from "@/lib/context/create-worker-context";
import type { WorkerContext } from "@/lib/context/portal-context";
import { carryOutOperation } from "@/lib/mailboxes/carry-out-operation";
import { compareDatabase } from "@/lib/mailboxes/deletion-gate";
import type { MailcowClient } from "@/lib/mailcow/create-mailcow-client";

/**
 * A worker that carries out one operation, or drains the clean-up's lane, and is struck by a signal at its n-th step:
 * right before its n-th call to database, Mailcow, IMAP or webmail. Between two calls a run touches nothing but memory,
 * so dying before a call is dying after the one before it. Says `ready` when warm, reads one order from standard input,
 * and says how many steps there were if it survives.
 */
interface Order {
  readonly operationId: string;
  readonly strikeAt: number;
  readonly signal: "SIGKILL" | "SIGSTOP";
  /** `network` leaves the database's steps out of the count. */
  readonly only: "everything" | "network";
  readonly by?: "lane";
}

let steps = 0;
let order: Order | null = null;

function step(kind: "database" | "network", where: string): void {
  if (order === null || (order.only === "network" && kind === "database")) return;
  steps += 1;
  if (steps !== order.strikeAt) return;
  process.stdout.write(`struck before ${where}\n`);
  process.kill(process.pid, order.signal);
}

/** Below Prisma, so that BEGIN and COMMIT are steps as well. */
function countQueries(): void {
  const query = pg.Client.prototype.query as (...given: unknown[]) => unknown;
  const counted = function (this: pg.Client, ...given: unknown[]): unknown {
    step("database", "a query");
    return query.apply(this, given);
  };
  Object.assign(pg.Client.prototype, { query: counted });
}

function countCalls(client: MailcowClient): MailcowClient {
  return {
    ...client,
    get: (endpoint, parameters, deadline) => {
      step("network", endpoint);
      return client.get(endpoint, parameters, deadline);
    },
    post: (endpoint, body, deadline) => {
      step("network", endpoint);
      return client.post(endpoint, body, deadline);
    },
    withPriority: (priority) => countCalls(client.withPriority(priority)),
  };
}

function countSteps(context: WorkerContext): WorkerContext {
  return {
    ...context,
    mailcow: countCalls(context.mailcow),
    mailLogins: {
      prove: (user, password) => {
        step("network", "the IMAP login");
        return context.mailLogins.prove(user, password);
      },
    },
    webmail: {
      ...context.webmail,
      isReady: () => {
        step("network", "the look at webmail");
        return context.webmail.isReady();
      },
    },
  };
}

countQueries();
const { settings } = loadSettings("worker", process.env);
const context = createWorkerContext({
  settings,
  databaseUrl: settings.databaseUrl ?? "",
  name: "crash worker",
});
// What every worker does when it starts; it also warms the connections.
await compareDatabase(context);
const lines = createInterface({ input: process.stdin });
process.stdout.write("ready\n");
const [line] = await once(lines, "line");
lines.close();
order = JSON.parse(String(line)) as Order;
try {
  const counted = countSteps(context);
  if (order.by === "lane") await createCleanUpLane(counted).carryOut(order.operationId);
  else await carryOutOperation(counted, order.operationId);
  process.stdout.write(`survived ${steps}\n`);
} catch (error) {
  // A lost database connection, for one: the queue would try again.
  process.stdout.write(`failed ${String(error).replaceAll("\n", " ")}\n`);
}
order = null;
await context.close();
