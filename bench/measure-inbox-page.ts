import { parseArgs } from "node:util";
import type { ImapFlow } from "imapflow";
import { listMessages } from "@/lib/messages/list-messages";
import { leaveTestServer } from "@/tests/support/test-database";
import { openTestInboxes } from "@/tests/support/test-inbox";
import { openTestPortal, type RegisteredPerson } from "@/tests/support/test-portal";
import { fillMaildir } from "./support/fill-maildir";

const { values } = parseArgs({
  options: {
    sizes: { type: "string", default: "1000,10000,100000" },
    rounds: { type: "string", default: "60" },
    visits: { type: "string", default: "15" },
  },
});
const sizes = values.sizes.split(",").map(Number);
const rounds = Number(values.rounds);
const visits = Number(values.visits);
const PAGE = 50;
const WARM_UP = 5;

interface Measured {
  readonly size: number;
  readonly person: RegisteredPerson;
  readonly bare: ImapFlow;
  readonly barePage: number[];
  readonly ourPage: number[];
  readonly bareVisit: number[];
  readonly ourVisit: number[];
}

const portal = await openTestPortal({ mail: "dovecot" });
await portal.startWorker();
const inboxes = openTestInboxes(portal);
const all: Measured[] = [];
for (const size of sizes) {
  const person = await portal.register();
  await portal.untilMailbox(person.mailboxId, "ACTIVE", 60_000);
  fillMaildir(portal.sandbox.mailFolder ?? "", person.address, size);
  const bare = await inboxes.logIn(person.mailboxId);
  const opened = performance.now();
  await bare.mailboxOpen("INBOX");
  report({ size, firstIndexingMs: Math.round(performance.now() - opened) });
  all.push({ size, person, bare, barePage: [], ourPage: [], bareVisit: [], ourVisit: [] });
}
for (let round = -WARM_UP; round < rounds; round += 1) {
  for (const each of all) {
    const turns = [
      async () => keep(each.barePage, await timed(() => readBare(each.bare)), round),
      async () => keep(each.ourPage, await timed(() => readOurs(inboxes.context, each)), round),
    ];
    for (const turn of round % 2 === 0 ? turns : turns.reverse()) await turn();
  }
}
for (let visit = -2; visit < visits; visit += 1) {
  for (const each of all) {
    const turns = [
      async () => keep(each.bareVisit, await timed(() => visitBare(each)), visit),
      async () => keep(each.ourVisit, await visitOurs(each), visit),
    ];
    for (const turn of visit % 2 === 0 ? turns : turns.reverse()) await turn();
  }
}
for (const { size, barePage, ourPage, bareVisit, ourVisit } of all) {
  report({
    size,
    barePageMs: [quiet(barePage), median(barePage)],
    ourPageMs: [quiet(ourPage), median(ourPage)],
    ratio: [rounded(quiet(ourPage) / quiet(barePage)), rounded(median(ourPage) / median(barePage))],
    bareVisitMs: [quiet(bareVisit), median(bareVisit)],
    ourVisitMs: [quiet(ourVisit), median(ourVisit)],
    visitOverMs: [rounded(quiet(ourVisit) - quiet(bareVisit)), rounded(median(ourVisit) - median(bareVisit))],
  });
}
report({
  slopeOurs: [slope((each) => quiet(each.ourPage)), slope((each) => median(each.ourPage))],
  slopeBare: [slope((each) => quiet(each.barePage)), slope((each) => median(each.barePage))],
});
for (const { bare } of all) await bare.logout();
await inboxes.close();
await portal.close();
await leaveTestServer();

async function readBare(client: ImapFlow): Promise<void> {
  const last = client.mailbox ? client.mailbox.exists : 0;
  const fields = { uid: true, envelope: true, flags: true, size: true, bodyStructure: true };
  const found = await client.fetchAll(`${last - PAGE + 1}:${last}`, fields);
  if (found.length !== PAGE) throw new Error(`the bare page has ${found.length} messages`);
}

async function readOurs(context: typeof inboxes.context, { person, size }: Measured): Promise<void> {
  const page = await listMessages(context, person.actor, { mailboxId: person.mailboxId, limit: PAGE });
  if (!page.ok || page.value.messages.length !== PAGE || page.value.total !== size) {
    throw new Error(`no page: ${JSON.stringify(page).slice(0, 200)}`);
  }
}

async function visitBare({ person }: Measured): Promise<void> {
  const client = await inboxes.logIn(person.mailboxId);
  await client.mailboxOpen("INBOX");
  await readBare(client);
  client.close();
}

/** A pool of its own, so that nothing is open yet. */
async function visitOurs(each: Measured): Promise<number> {
  const fresh = inboxes.open({});
  // The thread belongs to the process and not to the visit.
  const context = { ...fresh, mailParser: inboxes.context.mailParser };
  const tookMs = await timed(() => readOurs(context, each));
  await fresh.mailSessions.close();
  return tookMs;
}

function keep(times: number[], ms: number, round: number): void {
  if (round >= 0) times.push(ms);
}

async function timed(work: () => Promise<void>): Promise<number> {
  const startedAt = performance.now();
  await work();
  return performance.now() - startedAt;
}

function median(numbers: readonly number[]): number {
  return quantile(numbers, 0.5);
}

/** What it costs while nothing else wants the processor: on a busy machine the median measures the others. */
function quiet(numbers: readonly number[]): number {
  return quantile(numbers, 0.1);
}

function quantile(numbers: readonly number[], share: number): number {
  const sorted = [...numbers].sort((left, right) => left - right);
  return rounded(sorted[Math.floor(sorted.length * share)] ?? 0);
}

/** Of log time over log N, by least squares. */
function slope(timeOf: (each: Measured) => number): number {
  const points = all.map((each) => [Math.log(each.size), Math.log(timeOf(each))] as const);
  const mean = (which: 0 | 1): number => points.reduce((sum, point) => sum + point[which], 0) / points.length;
  const [meanX, meanY] = [mean(0), mean(1)];
  const over = points.reduce((sum, [x, y]) => sum + (x - meanX) * (y - meanY), 0);
  const under = points.reduce((sum, [x]) => sum + (x - meanX) ** 2, 0);
  return rounded(over / under, 3);
}

function rounded(value: number, digits = 2): number {
  return Number(value.toFixed(digits));
}

function report(line: Readonly<Record<string, unknown>>): void {
  process.stdout.write(`${JSON.stringify(line)}\n`);
}
