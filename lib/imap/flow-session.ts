import type { FetchMessageObject, FetchQueryObject, ImapFlow } from "imapflow";
import { ImapError } from "./imap-error";
import { listParts } from "./list-parts";
import type { FetchedHeaders, MailSession } from "./mail-session";

const MAX_UID = 0xffff_ffff;
const PART_NUMBER = /^\d{1,5}(\.\d{1,5}){0,30}$/;
/** Narrower than RFC 5322: what may stand in a search without any quoting. */
const PLAIN_ADDRESS = /^[a-z0-9.!#$&'+/=?^_`{|}~-]{1,64}@[a-z0-9.-]{1,255}$/;
/** Postfix and Dovecot write the first two, other servers the next; the last are for servers that write none. */
const RECIPIENT_HEADERS = ["X-Original-To", "Delivered-To", "Envelope-To", "X-Envelope-To", "To", "Cc"];

/** The session's verbs in imapflow's words. */
export function createFlowSession(client: ImapFlow): MailSession {
  const fetch = async (range: string, query: FetchQueryObject, uid: boolean) =>
    (await client.fetchAll(range, query, { uid })).sort((left, right) => left.seq - right.seq);
  const fetchBytes = async (uid: number, query: FetchQueryObject): Promise<FetchMessageObject | null> =>
    (await client.fetchOne(String(checkUid(uid)), { uid: true, ...query }, { uid: true })) || null;
  return {
    get uidValidity() {
      return String(openInbox(client).uidValidity);
    },
    get messageCount() {
      return openInbox(client).exists;
    },
    refresh: async () => {
      await client.noop();
    },
    fetchWindow: async (first, last, headerBytes) =>
      (await fetch(`${checkUid(first)}:${checkUid(last)}`, headerQuery(headerBytes), false)).map(readHeaders),
    fetchByUids: async (uids, headerBytes) =>
      uids.length === 0
        ? []
        : (await fetch(uids.map(checkUid).join(","), headerQuery(headerBytes), true)).map(readHeaders),
    fetchMessage: async (uid, limits) => {
      const found = await fetchBytes(uid, { ...headerQuery(limits.headerBytes), bodyStructure: true });
      if (!found) return null;
      return { ...readHeaders(found), ...listParts(found.bodyStructure, limits) };
    },
    fetchPart: async (uid, partNumber, { start, maxBytes }) => {
      if (!PART_NUMBER.test(partNumber)) throw new RangeError("not a part number");
      const found = await fetchBytes(uid, { bodyParts: [{ key: partNumber, start, maxLength: maxBytes }] });
      return found?.bodyParts?.get(partNumber) ?? null;
    },
    fetchSource: async (uid, { start, maxBytes }) =>
      (await fetchBytes(uid, { source: { start, maxLength: maxBytes } }))?.source ?? null,
    searchRecipient: async (address) => {
      if (!PLAIN_ADDRESS.test(address)) return [];
      const anyOf = RECIPIENT_HEADERS.map((name) => ({ header: { [name]: address } }));
      return readUids(await client.search({ or: anyOf }, { uid: true }));
    },
    searchBelow: async (uid) =>
      checkUid(uid) === 1 ? [] : readUids(await client.search({ uid: `1:${uid - 1}` }, { uid: true })),
    markSeen: async (uid) => {
      await client.messageFlagsAdd(String(checkUid(uid)), ["\\Seen"], { uid: true });
    },
    removeMessage: (uid) => client.messageDelete(String(checkUid(uid)), { uid: true }),
  };
}

function openInbox(client: ImapFlow) {
  if (!client.mailbox) throw new ImapError("cut-off", "the inbox is not open");
  return client.mailbox;
}

function headerQuery(headerBytes: number): FetchQueryObject {
  return {
    uid: true,
    flags: true,
    size: true,
    internalDate: true,
    bodyParts: [{ key: "HEADER", start: 0, maxLength: headerBytes }],
  };
}

function readHeaders(message: FetchMessageObject): FetchedHeaders {
  const { uid, seq, size, flags, internalDate, headers } = message;
  const receivedAt = internalDate instanceof Date ? internalDate : null;
  return {
    uid,
    sequence: seq,
    sizeBytes: size ?? 0,
    receivedAt,
    isSeen: flags?.has("\\Seen") ?? false,
    headers: headers ?? Buffer.alloc(0),
  };
}

function checkUid(value: number): number {
  if (!Number.isInteger(value) || value < 1 || value > MAX_UID) throw new RangeError("not a message number");
  return value;
}

function readUids(answer: unknown): readonly number[] {
  if (!Array.isArray(answer)) throw new ImapError("unavailable", "the mail server refused a search");
  return answer.filter((uid): uid is number => typeof uid === "number").sort((left, right) => left - right);
}
