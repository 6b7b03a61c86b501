import { redirect } from "next/navigation";

/** The inbox is a folder like any other; what was chosen stays chosen. */
export default async function InboxEntrancePage({
  searchParams,
}: {
  readonly searchParams: Promise<{ readonly mailbox?: string }>;
}) {
  const { mailbox } = await searchParams;
  redirect(
    typeof mailbox === "string" ? `/inbox/inbox?mailbox=${encodeURIComponent(mailbox)}` : "/inbox/inbox",
  );
}
