import type { PortalContext } from "@/lib/context/portal-context";
import { readWorkerPresence } from "@/lib/jobs/worker-heartbeat";
import { toInstant } from "../mailbox-json";
import { type ShortHealth, shortHealth } from "./health-json";
import { judgeMailServer, judgePortal } from "./judge-health";
import type { OpenContext } from "./open-context";
import { within } from "./within";

const PATIENCE_MS = 2_000;

const DATABASE_AWAY: ShortHealth = {
  status: "failing",
  database: "unreachable",
  worker: null,
  mail_server: "unknown",
  mail_server_as_of: null,
};

/** How the portal is, for anybody who asks: 503 only while the database is away. Nothing is asked of the mail server. */
export async function answerShortHealth(openContext: OpenContext): Promise<Response> {
  const health = await readShortHealth(openContext);
  return Response.json(shortHealth.parse(health), {
    status: health.status === "failing" ? 503 : 200,
    headers: { "Cache-Control": "no-store" },
  });
}

async function readShortHealth(openContext: OpenContext): Promise<ShortHealth> {
  try {
    return await within(PATIENCE_MS, async () => readFromDatabase(await openContext()));
  } catch {
    // Why is told by the log of whoever needs the database next; here it would be told to strangers.
    return DATABASE_AWAY;
  }
}

async function readFromDatabase(context: PortalContext): Promise<ShortHealth> {
  const [workers, server] = await Promise.all([
    readWorkerPresence(context.database),
    context.database.prisma.mailServerState.findUnique({
      where: { id: 1 },
      select: { reachable: true, lastAnswerAt: true, lastErrorAt: true },
    }),
  ]);
  const mailServer = judgeMailServer(server?.reachable);
  const asOf = server?.reachable === false ? server.lastErrorAt : server?.lastAnswerAt;
  return {
    status: judgePortal({ hasWorker: workers.processes > 0, mailServer }),
    database: "ok",
    worker: workers.processes > 0 ? "ok" : "silent",
    mail_server: mailServer,
    mail_server_as_of: toInstant(asOf ?? null),
  };
}
