import type { MailReading } from "@/lib/messages/open-mail-reading";

/** Of the process: pages are bundled apart from the server around them, and both must see the same one. */
const holder = globalThis as { pastureMailReading?: MailReading };

/** This process's one pool of connections and one parser, opened with the first page that shows mail. */
export function holdMailReading(open: () => MailReading): MailReading {
  holder.pastureMailReading ??= open();
  return holder.pastureMailReading;
}

/** For the end of the process. What is still being read fails, and nothing is opened again. */
export async function closeMailReading(): Promise<void> {
  await holder.pastureMailReading?.close();
}
