import { z } from "zod";
import { scopes } from "@/lib/context/actor";

const MOST_MAILBOXES = 100;

export const createTokenInput = z.strictObject({
  name: z.string().trim().min(1).max(100),
  scopes: z.array(z.enum(scopes)).min(1),
  /** Null never expires. */
  expiresInDays: z.number().int().min(1).max(3_650).nullable().default(90),
  /** CIDR ranges or single addresses it may be used from; empty is everywhere. */
  networks: z
    .array(z.union([z.cidrv4(), z.cidrv6(), z.ipv4(), z.ipv6()]))
    .max(20)
    .default([]),
  /** The only mailboxes it may touch, each of the account; all of the account's, also later ones, unless given. */
  mailboxAddresses: z.array(z.string().trim().toLowerCase().max(254)).min(1).max(MOST_MAILBOXES).optional(),
  /** Whose token, when made on the machine or by an admin. */
  accountAddress: z.string().trim().max(254).optional(),
});
export type CreateTokenInput = z.input<typeof createTokenInput>;
