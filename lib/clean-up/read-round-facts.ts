import type { WorkerContext } from "@/lib/context/portal-context";
import { getDatabaseNow } from "@/lib/database/database-clock";
import type { HoldReason } from "@/lib/mailboxes/instance-epoch";
import { listDomains } from "@/lib/mailcow/domains";
import { readLog } from "@/lib/mailcow/logs";
import { normaliseApiUrl } from "@/lib/mailcow/normalise-api-url";
import type { Baseline } from "./baseline";
import type { ClockWatch } from "./clock-watch";
import type { RoundFacts } from "./policy";
import type { ServerPicture } from "./read-server-picture";

type FactsContext = Pick<WorkerContext, "database" | "settings" | "mailcow">;

/** Everything the safety rules judge by, read after the listings so that Mailcow's log holds a line of this minute. */
export async function readRoundFacts(
  context: FactsContext,
  clockWatch: ClockWatch,
  picture: ServerPicture,
  baseline: Baseline | null,
  hold: HoldReason | null,
): Promise<RoundFacts> {
  const domains = (await listDomains(context.mailcow.withPriority("background"))).map(({ domain }) => domain);
  const mailServerMs = await readMailServerClock(context);
  const databaseMs = (await getDatabaseNow(context.database.prisma)).getTime();
  const wallMs = Date.now();
  const deleted = await countDeletedSince(context, baseline);
  return {
    clock: {
      wallJumpMs: clockWatch.readJumpMs(),
      wallMinusDatabaseMs: wallMs - databaseMs,
      wallMinusMailServerMs: mailServerMs === null ? null : wallMs - mailServerMs,
    },
    hold,
    mailServer: {
      address: mailServerAddress(context),
      addressBefore: baseline && sameForm(baseline.address),
      domains,
      domainsBefore: baseline?.serverDomains ?? null,
      domainsExpected: picture.domains.flatMap(({ name, expected }) => (expected > 0 ? [name] : [])),
    },
    domains: picture.domains.map(({ name, expected, listed, found }) => {
      const before = baseline?.listed[name];
      return {
        expected,
        listed,
        found: found.length,
        proven: found.filter(({ isProven }) => isProven).length,
        listedBefore: before === undefined ? null : before - (deleted.get(name) ?? 0),
      };
    }),
  };
}

function mailServerAddress({ settings }: Pick<WorkerContext, "settings">): string {
  return sameForm(settings.mailcow.apiUrl ?? "");
}

/** `https://mail.example.org` and `https://mail.example.org/api/v1/` are one server. */
function sameForm(address: string): string {
  return address === "" ? "" : normaliseApiUrl(address);
}

/** A third opinion on the time, from the line that our own last call left; null where Mailcow keeps no such log. */
async function readMailServerClock({ mailcow }: FactsContext): Promise<number | null> {
  const [newest] = await readLog(mailcow.withPriority("background"), "api", 1);
  return newest?.at?.getTime() ?? null;
}

async function countDeletedSince(
  { database }: FactsContext,
  baseline: Baseline | null,
): Promise<ReadonlyMap<string, number>> {
  if (!baseline) return new Map();
  const groups = await database.prisma.mailbox.groupBy({
    by: ["domainName"],
    where: { state: "DELETED", backend: "MANAGED", updatedAt: { gte: baseline.at } },
    _count: true,
  });
  return new Map(groups.map((group) => [group.domainName, group._count]));
}
