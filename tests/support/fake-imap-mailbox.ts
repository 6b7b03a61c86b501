import type { Script } from "./fake-imap";

export interface FakeMailbox {
  uidValidity: number;
  /** UIDs, oldest first; the position in the list is the sequence number. */
  uids: number[];
  /** As the server would list them, quoted or as literals. */
  folders: string[];
}

/**
 * What a server answers that has these messages in every folder: enough for lists, searches and moves. Where `script`
 * has something to say, that is answered instead.
 */
export function answerMailbox(mailbox: FakeMailbox, script: Script = () => ""): Script {
  return (command, socket) => {
    const said = script(command, socket);
    return said === "" ? answer(mailbox, command) : said;
  };
}

export function makeFakeMailbox(count: number): FakeMailbox {
  return {
    uidValidity: 7,
    uids: Array.from({ length: count }, (_, place) => place + 1),
    folders: ["INBOX", "Sent", "Drafts", "Trash", "Junk", "Archive"].map((name) => `"${name}"`),
  };
}

function answer(
  mailbox: FakeMailbox,
  { tag, name, line }: { readonly tag: string; readonly name: string; readonly line: string },
): string {
  const { uids, uidValidity, folders } = mailbox;
  const done = `${tag} OK done\r\n`;
  switch (name) {
    case "CAPABILITY":
      return `* CAPABILITY IMAP4rev1 IDLE UIDPLUS MOVE ESEARCH\r\n${done}`;
    case "SELECT":
      return `* ${uids.length} EXISTS\r\n* FLAGS (\\Seen)\r\n* OK [UIDVALIDITY ${uidValidity}] ok\r\n* OK [UIDNEXT ${(uids.at(-1) ?? 0) + 1}] ok\r\n${tag} OK [READ-WRITE] done\r\n`;
    case "LIST":
      // The question for the separator.
      if (line.endsWith('LIST "" ""')) return `* LIST (\\Noselect) "/" ""\r\n${done}`;
      return `${folders.map((folder) => `* LIST () "/" ${folder}\r\n`).join("")}${done}`;
    case "STATUS":
      return `* STATUS ${line.split(" ")[2]} (MESSAGES ${uids.length} UNSEEN 0 UIDNEXT ${(uids.at(-1) ?? 0) + 1})\r\n${done}`;
    case "FETCH":
      return fetch(mailbox, line, (place) => place) + done;
    case "UID FETCH":
      return fetch(mailbox, line, (place) => uids[place - 1] ?? 0) + done;
    case "UID SEARCH":
      return `* SEARCH ${uids.join(" ")}\r\n${done}`;
    default:
      return "";
  }
}

function fetch({ uids }: FakeMailbox, line: string, numberAt: (place: number) => number): string {
  const set = /FETCH ([\d:,]+)/.exec(line)?.[1] ?? "";
  const section = /BODY\.PEEK(\[[^\]]*\])/.exec(line)?.[1] ?? "[]";
  const isAsked = (value: number): boolean =>
    set.split(",").some((range) => {
      const [first, last] = range.split(":").map(Number);
      return value >= (first ?? 0) && value <= (last ?? first ?? 0);
    });
  return uids
    .map((uid, index) => ({ uid, place: index + 1 }))
    .filter(({ place }) => isAsked(numberAt(place)))
    .map(({ uid, place }) => {
      const head = `Subject: m${uid}\r\nFrom: a@b.test\r\n\r\n`;
      return `* ${place} FETCH (UID ${uid} FLAGS () RFC822.SIZE 10 INTERNALDATE "17-Jul-2020 02:44:25 +0000" BODY${section} {${head.length}}\r\n${head})\r\n`;
    })
    .join("");
}
