import { z } from "zod";
import type { PortalContext } from "@/lib/context/portal-context";

/** What `notification.head_sealed` holds: what a list of messages shows of one, and whose rule it fitted. */
const notificationHead = z.object({
  ruleName: z.string(),
  from: z.object({ name: z.string(), address: z.string() }).nullable(),
  subject: z.string(),
});
export type NotificationHead = z.infer<typeof notificationHead>;

type SealContext = Pick<PortalContext, "keyring">;

export function sealHead({ keyring }: SealContext, id: string, head: NotificationHead): string {
  return keyring.seal(JSON.stringify(notificationHead.parse(head)), sealPlace(id));
}

export function openHead({ keyring }: SealContext, id: string, sealed: string): NotificationHead {
  return notificationHead.parse(JSON.parse(keyring.open(sealed, sealPlace(id))));
}

function sealPlace(id: string): string {
  return `notification:head_sealed:${id}`;
}
