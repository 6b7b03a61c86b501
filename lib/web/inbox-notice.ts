import "server-only";
import { cookies } from "next/headers";
import { z } from "zod";
import { sessionCookie } from "./session-cookie";

const NAME = "inbox-notice";
/** Long enough for slow pages; how long it is shown is decided where it is shown. */
const LIFETIME_SECONDS = 60;

const noticeSchema = z.discriminatedUnion("kind", [
  z.object({
    kind: z.literal("moved"),
    id: z.string(),
    at: z.number(),
    mailboxId: z.string(),
    /** Folder keys. */
    from: z.string(),
    to: z.string(),
    isDeletion: z.boolean(),
    count: z.number(),
    /** As they are called where they lie now; empty when that is not known. */
    messageIds: z.array(z.string()),
  }),
  z.object({
    kind: z.enum([
      "deleted-for-good",
      "undone",
      "failed",
      "draft-discarded",
      "sending-cancelled",
      "draft-saved",
    ]),
    id: z.string(),
    at: z.number(),
    count: z.number(),
    /** Why it failed. */
    reason: z.string().optional(),
  }),
]);

/** What an action of the inbox came to, told on the page it leads to. */
export type InboxNotice = z.infer<typeof noticeSchema>;
type WithoutStamp<Notice> = Notice extends unknown ? Omit<Notice, "id" | "at"> : never;

/** Only in actions. The cookie holds folders and numbers, and nothing of what mail says. */
export async function leaveInboxNotice(notice: WithoutStamp<InboxNotice>): Promise<void> {
  const { options } = await sessionCookie();
  const at = Date.now();
  const value = JSON.stringify({ ...notice, id: crypto.randomUUID().slice(0, 8), at });
  (await cookies()).set(NAME, value, { ...options, path: "/inbox", maxAge: LIFETIME_SECONDS });
}

export async function findInboxNotice(): Promise<InboxNotice | null> {
  const text = (await cookies()).get(NAME)?.value;
  if (!text) return null;
  try {
    const notice = noticeSchema.safeParse(JSON.parse(text));
    return notice.success ? notice.data : null;
  } catch {
    return null;
  }
}

/** Only in actions. */
export async function clearInboxNotice(): Promise<void> {
  (await cookies()).set(NAME, "", { path: "/inbox", maxAge: 0 });
}
