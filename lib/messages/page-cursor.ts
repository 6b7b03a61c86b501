import type { MailSession } from "@/lib/imap/mail-session";
import type { Cursor } from "./schema";

/** The position just below the cursor's message, which moves down as older mail is deleted. */
export async function findPageEnd(session: MailSession, cursor: Cursor | undefined): Promise<number> {
  if (!cursor || cursor.uidValidity !== session.uidValidity) return session.messageCount;
  const [marked] = await session.fetchByUids([cursor.uid], 1);
  if (marked) return marked.sequence - 1;
  return session.countBelow(cursor.uid);
}

/** The cursor of whoever looked at everything above this position; null at the bottom. */
export async function cursorBelow(session: MailSession, position: number): Promise<string | null> {
  if (position < 1) return null;
  const [next] = await session.fetchWindow(position + 1, position + 1, 1);
  return next ? formatCursor(session.uidValidity, next) : null;
}

export function formatCursor(
  uidValidity: string,
  { uid, sequence }: { readonly uid: number; readonly sequence: number },
): string {
  return `${uidValidity}.${uid}.${sequence}`;
}
