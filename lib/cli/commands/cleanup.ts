import { type Command, Option } from "commander";
import type { CleanUpKindName } from "@/lib/clean-up/schema";
import { CommandFailure } from "../command-failure";
import { printAnswer } from "../print-answer";

interface Options {
  readonly kind: CleanUpKindName | "all";
  readonly hours: string;
  readonly graceHours?: string;
  readonly dryRun?: boolean;
  readonly approve?: boolean;
  readonly acceptDatabase?: boolean;
  readonly json?: boolean;
}

interface Line {
  readonly kind: CleanUpKindName;
  readonly state: string;
  readonly reason: string | null;
  readonly planned: number;
  readonly addresses?: readonly string[];
  readonly orphans?: readonly string[];
}

/** For the end of a round that the worker or an admin began. */
const LONGEST_WAIT_SECONDS = 600;
const ORDER: readonly CleanUpKindName[] = ["expired", "inactive", "quota"];

export function addCleanUpCommand(program: Command): void {
  program
    .command("cleanup")
    .description("begin deleting what expired or lies idle, and read sizes; the worker carries deletions out")
    .addOption(new Option("--kind <kind>", "what to do").choices(["all", ...ORDER]).default("all"))
    .option("--hours <hours>", "how long unused is inactive", "72")
    .option("--grace-hours <hours>", "how long a deletion can be undone")
    .option("--dry-run", "list what would be done and do nothing")
    .option("--approve", "carry out what a round stopped at and asked for")
    .option("--accept-database", "after a restored backup: take the database for the truth")
    .option("--json", "print the answer as JSON")
    .action(cleanUp);
}

async function cleanUp(options: Options): Promise<void> {
  const hours = parseHours("--hours", options.hours, 1);
  const graceHours =
    options.graceHours === undefined
      ? {}
      : { graceHours: parseHours("--grace-hours", options.graceHours, 0) };
  const [{ openWorkerContext, COMMAND_LINE }, rounds, { unwrapResult }] = await Promise.all([
    import("../open-command-context"),
    loadRounds(),
    import("../unwrap-result"),
  ]);
  const context = await openWorkerContext("cli");
  try {
    if (options.acceptDatabase) unwrapResult(await rounds.acceptDatabase(context, COMMAND_LINE));
    const isDryRun = options.dryRun ?? false;
    const turn = { isDryRun, waitSeconds: LONGEST_WAIT_SECONDS };
    const flags = { ...turn, isApproved: options.approve ?? false, ...graceHours };
    const run = {
      expired: async () => rounds.cleanUpExpired(context, COMMAND_LINE, flags),
      inactive: async () => rounds.cleanUpInactive(context, COMMAND_LINE, { ...flags, hours }),
      quota: async () => rounds.syncQuota(context, COMMAND_LINE, turn),
    };
    const lines: Line[] = [];
    for (const kind of options.kind === "all" ? ORDER : [options.kind]) {
      lines.push({ kind, ...unwrapResult<Omit<Line, "kind">>(await run[kind]()) });
    }
    printAnswer(options, { runs: lines }, lines.map((line) => describe(line, isDryRun)).join("\n"));
    if (lines.some(({ state }) => state !== "done")) process.exitCode = 1;
  } finally {
    await context.close();
  }
}

async function loadRounds() {
  const [expired, inactive, quota, accept] = await Promise.all([
    import("@/lib/clean-up/clean-up-expired"),
    import("@/lib/clean-up/clean-up-inactive"),
    import("@/lib/clean-up/sync-quota"),
    import("@/lib/clean-up/accept-database"),
  ]);
  return { ...expired, ...inactive, ...quota, ...accept };
}

function describe(
  { kind, state, reason, planned, addresses = [], orphans = [] }: Line,
  isDryRun: boolean,
): string {
  const head = `${kind}: ${reason === null ? state : `${state} (${reason})`}, ${planned} mailboxes`;
  const listed = isDryRun || state === "refused" ? addresses.map((address) => `  ${address}`) : [];
  return [head, ...listed, ...orphans.map((address) => `  unknown to the database: ${address}`)].join("\n");
}

function parseHours(option: string, text: string, least: number): number {
  const hours = Number(text);
  if (Number.isInteger(hours) && hours >= least && hours <= 8_760) return hours;
  throw new CommandFailure("not-hours", `${option} ${text}: give a whole number from ${least} to 8760.`, 2);
}
