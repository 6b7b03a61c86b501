import { z } from "zod";
import { MAX_PASSWORD_LENGTH } from "@/lib/mailboxes/schema";

/** What the registration form and its REST twin send. Judging the values is the service's work. */
export const registerInput = z.strictObject({
  localPart: z.string().trim().min(1).max(200),
  domain: z.string().trim().min(1).max(253),
  password: z.string().min(1).max(MAX_PASSWORD_LENGTH),
  recoveryEmail: optionalEmail(),
  displayName: z.string().trim().max(100).optional(),
  locale: z.enum(["en", "ru"]).optional(),
  captcha: z.string().max(4_000).optional(),
});
export type RegisterInput = z.infer<typeof registerInput>;

export const checkAddressInput = z.strictObject({
  localPart: z.string().trim().max(200),
  domain: z.string().trim().max(253),
});
export type CheckAddressInput = z.infer<typeof checkAddressInput>;

export const changeAccountPasswordInput = z.strictObject({
  currentPassword: z.string().min(1).max(MAX_PASSWORD_LENGTH),
  newPassword: z.string().min(1).max(MAX_PASSWORD_LENGTH),
  alsoMailbox: z.boolean().default(false),
});
export type ChangeAccountPasswordInput = z.infer<typeof changeAccountPasswordInput>;

export const updateProfileInput = z.strictObject({
  displayName: z.string().trim().max(100).optional(),
  /** Empty removes it. */
  recoveryEmail: z.union([z.literal(""), z.email().max(254)]).optional(),
  locale: z.enum(["en", "ru"]).optional(),
  theme: z.enum(["light", "dark", "system"]).optional(),
});
export type UpdateProfileInput = z.infer<typeof updateProfileInput>;

export const claimSetupLinkInput = z.strictObject({
  token: z.string().min(1).max(200),
  /** A whole address; on one of the portal's own domains a mailbox can be made with it. */
  address: z.string().trim().min(3).max(254),
  password: z.string().min(1).max(MAX_PASSWORD_LENGTH),
  createMailbox: z.boolean().default(false),
});
export type ClaimSetupLinkInput = z.infer<typeof claimSetupLinkInput>;

/** An untouched form field arrives as an empty string: that is "none". */
function optionalEmail() {
  return z
    .union([z.literal(""), z.email().max(254)])
    .optional()
    .transform((value) => value || undefined);
}
