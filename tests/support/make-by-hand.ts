import type { MailcowClient } from "@/lib/mailcow/create-mailcow-client";
import { addMailbox } from "@/lib/mailcow/mailboxes";
import { hashMachinePassword } from "@/lib/mailcow/password-hash";

/** A mailbox as an admin makes it in Mailcow's own interface, who knows of no portal: without any mark. */
export async function makeByHand(
  mailcow: MailcowClient,
  address: string,
  more: { readonly attributeHash?: string } = {},
): Promise<void> {
  const [localPart = "", domain = ""] = address.split("@");
  await addMailbox(mailcow, {
    localPart,
    domain,
    displayName: "By hand",
    passwordHash: hashMachinePassword("somebody else's secret"),
    quotaMiB: 10,
    attributeHash: "",
    tags: [],
    tlsEnforced: false,
    forcePasswordUpdate: false,
    ...more,
  });
}
