import { join } from "node:path";
import type { AccountActor } from "@/lib/context/actor";
import type { OutgoingMessage } from "@/lib/database/models";
import type { SendingContext } from "@/lib/sending/carry-out-sending";
import type { SendMessageInput } from "@/lib/sending/schema";
import { type SendMessageContext, sendMessage } from "@/lib/sending/send-message";
import { openTestInboxes, type TestInboxes } from "@/tests/support/test-inbox";
import {
  openTestPortal,
  type RegisteredPerson,
  type TestPortal,
  type TestPortalOptions,
} from "@/tests/support/test-portal";
import { waitUntil } from "@/tests/support/wait-until";
import { type SubmissionDrop, startSubmissionServer } from "../smtp/start-submission-server";

export interface SendingPortal {
  readonly portal: TestPortal;
  readonly inboxes: TestInboxes;
  /** In place of Mailcow's submission server, and doing what it is told. */
  readonly drop: SubmissionDrop;
  readonly context: SendMessageContext & SendingContext;
  /** People with mailboxes that are ready; nobody works on jobs afterwards. */
  register(count: number): Promise<readonly RegisteredPerson[]>;
  getRow(outgoingId: string): Promise<OutgoingMessage>;
  untilState(outgoingId: string, state: OutgoingMessage["state"]): Promise<OutgoingMessage>;
  close(): Promise<void>;
}

export async function openSendingPortal(
  options: Pick<TestPortalOptions, "environment"> = {},
): Promise<SendingPortal> {
  const environment: Record<string, string> = { ...options.environment };
  const drops: SubmissionDrop[] = [];
  const portal = await openTestPortal({
    mail: "auto",
    environment,
    prepareSandbox: async (dataDir) => {
      // The same authority signs for both, because the portal trusts one.
      const drop = await startSubmissionServer(join(dataDir, "certificates"));
      environment.MAILCOW_SMTP_HOST = drop.server.host;
      environment.MAILCOW_SMTP_PORT = String(drop.server.port);
      drops.push(drop);
    },
  });
  const [drop] = drops;
  if (!drop) throw new Error("the submission server was not started");
  const inboxes = openTestInboxes(portal);
  const getRow = (id: string) =>
    portal.context.database.prisma.outgoingMessage.findUniqueOrThrow({ where: { id } });
  return {
    portal,
    inboxes,
    drop,
    context: { ...portal.context, ...inboxes.context },
    register: async (count) => {
      const worker = await portal.startWorker();
      const people = await Promise.all(Array.from({ length: count }, () => portal.register()));
      await Promise.all(people.map(({ mailboxId }) => portal.untilMailbox(mailboxId, "ACTIVE")));
      await worker.stop();
      return people;
    },
    getRow,
    untilState: (id, state) =>
      waitUntil(`outgoing message ${state}`, async () => {
        const row = await getRow(id);
        return row.state === state ? row : null;
      }),
    close: async () => {
      await inboxes.close();
      await portal.close();
      await drop.close();
    },
  };
}

/** A message with everything a test does not care about. */
export function newMessage(
  person: Pick<RegisteredPerson, "mailboxId">,
  changes: Partial<SendMessageInput> = {},
): SendMessageInput {
  return {
    mailboxId: person.mailboxId,
    to: "bob@elsewhere.example",
    cc: "",
    bcc: "",
    subject: "Hello",
    text: "Line one\n",
    mode: "new",
    holdSeconds: 0,
    ...changes,
  };
}

/** A program with this person's token. */
export function programOf(
  person: RegisteredPerson,
  scopes: AccountActor["scopes"] = ["mail:send"],
): AccountActor {
  return { ...person.actor, scopes, tokenId: "01890000-0000-7000-8000-000000000001" };
}

/** Taken for sending; its id. */
export async function send(
  context: SendMessageContext,
  person: RegisteredPerson,
  changes: Partial<SendMessageInput> = {},
  actor: AccountActor = person.actor,
): Promise<string> {
  const sent = await sendMessage(context, actor, newMessage(person, changes));
  if (!sent.ok) throw new Error(`refused: ${sent.failure.reason}`);
  return sent.value.id;
}
