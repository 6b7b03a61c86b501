import { z } from "zod";

export const registrationModes = ["open", "invite", "approval", "closed"] as const;

const count = z.number().int().min(1).max(10_000_000);
const credentialsKey = z
  .string()
  .trim()
  .toLowerCase()
  .regex(/^[a-z0-9][a-z0-9_.-]{0,62}$/);

/** What is absent stays as it is, or takes its default for a new domain; null takes the setting away. */
export const saveDomainInput = z.strictObject({
  name: z.string().trim().min(1).max(253),
  /** Affects mailboxes made from now on; those there are stay as they were made. */
  kind: z.enum(["managed", "legacy"]).optional(),
  /** Where a legacy domain's mail is read; null is the portal's own mail server. */
  imapHost: z.string().trim().min(1).max(253).nullable().optional(),
  imapPort: z.number().int().min(1).max(65_535).nullable().optional(),
  credentialsKey: credentialsKey.nullable().optional(),
  isPremium: z.boolean().optional(),
  temporaryAllowed: z.boolean().optional(),
  visitorsAllowed: z.boolean().optional(),
  registrationOpen: z.boolean().optional(),
  /** Null follows REGISTRATION_MODE. */
  registrationMode: z.enum(registrationModes).nullable().optional(),
  /** MiB for a person's mailbox; null follows MAILBOX_QUOTA_MB. */
  defaultQuotaMiB: z.number().int().min(1).max(10_485_760).nullable().optional(),
  /** Mailboxes one person may hold here, of either purpose. */
  capPerPerson: count.nullable().optional(),
  /** Mailboxes that may be made here in one day (UTC). */
  capPerDay: count.nullable().optional(),
  /** Mailboxes there may be here in all. */
  capTotal: count.nullable().optional(),
});
export type SaveDomainInput = z.infer<typeof saveDomainInput>;

export const saveSharedCredentialsInput = z.strictObject({
  key: credentialsKey,
  username: z.string().trim().min(1).max(254),
  password: z.string().min(1).max(1_024),
});
export type SaveSharedCredentialsInput = z.infer<typeof saveSharedCredentialsInput>;
