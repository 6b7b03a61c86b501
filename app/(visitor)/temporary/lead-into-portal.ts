import { redirect } from "next/navigation";
import { findSession } from "@/lib/web/require-session";

/** Somebody who is signed in sees the same addresses with the portal's navigation around them. */
export async function leadIntoPortal(rest = ""): Promise<void> {
  if (await findSession()) redirect(`/temporary-mailboxes${rest}`);
}
