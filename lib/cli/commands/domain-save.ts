import { type Command, Option } from "commander";
import { registrationModes, type SaveDomainInput } from "@/lib/domains/schema";
import { parseWholeNumber } from "../parse-whole-number";
import { printAnswer } from "../print-answer";

interface Options {
  readonly kind?: "managed" | "legacy";
  readonly imapHost?: string;
  readonly imapPort?: string;
  readonly credentialsKey?: string;
  readonly premium?: YesOrNo;
  readonly temporary?: YesOrNo;
  readonly visitors?: YesOrNo;
  readonly registration?: YesOrNo;
  readonly registrationMode?: Mode;
  readonly json?: boolean;
}

type YesOrNo = "yes" | "no";
type Mode = (typeof registrationModes)[number] | typeof USUAL;

/** As REGISTRATION_MODE says. */
const USUAL = "usual";

const yesOrNo = (flags: string, description: string) => new Option(flags, description).choices(["yes", "no"]);

export function addDomainSave(domain: Command): void {
  domain
    .command("save")
    .description("add a domain, or change what is given of one")
    .argument("<domain>", "its name")
    .addOption(new Option("--kind <kind>", "for mailboxes made from now on").choices(["managed", "legacy"]))
    .option("--imap-host <host>", "where a legacy domain's mail is read")
    .option("--imap-port <port>", "143 or 993")
    .option("--credentials-key <key>", "which shared credentials read a legacy domain")
    .addOption(yesOrNo("--premium <yes|no>", "offered only to accounts that may use such domains"))
    .addOption(yesOrNo("--temporary <yes|no>", "temporary mailboxes may be made here"))
    .addOption(yesOrNo("--visitors <yes|no>", "also without an account"))
    .addOption(yesOrNo("--registration <yes|no>", "people may register here"))
    .addOption(
      new Option("--registration-mode <mode>", "how people come to addresses here").choices([
        ...registrationModes,
        USUAL,
      ]),
    )
    .option("--json", "print the answer as JSON")
    .action(saveIt);
}

async function saveIt(name: string, options: Options): Promise<void> {
  const input = readInput(name, options);
  const [{ withPortal, COMMAND_LINE }, { saveDomain }, { unwrapResult }] = await Promise.all([
    import("../open-command-context"),
    import("@/lib/domains/save-domain"),
    import("../unwrap-result"),
  ]);
  const saved = unwrapResult(await withPortal((context) => saveDomain(context, COMMAND_LINE, input)));
  printAnswer(options, saved, `Domain ${saved.name} is ${saved.isNew ? "added" : "changed"}.`);
}

function readInput(name: string, options: Options): SaveDomainInput {
  const { kind, imapHost, imapPort, credentialsKey, registrationMode } = options;
  return {
    name,
    kind,
    imapHost,
    imapPort: imapPort === undefined ? undefined : parseWholeNumber("--imap-port", imapPort, 1, 65_535),
    credentialsKey,
    isPremium: toTruth(options.premium),
    temporaryAllowed: toTruth(options.temporary),
    visitorsAllowed: toTruth(options.visitors),
    registrationOpen: toTruth(options.registration),
    registrationMode: registrationMode === USUAL ? null : registrationMode,
  };
}

function toTruth(answer: YesOrNo | undefined): boolean | undefined {
  return answer === undefined ? undefined : answer === "yes";
}
