import { z } from "zod";

export const signInInput = z.strictObject({
  address: z.string().trim().min(1).max(254),
  password: z.string().min(1).max(256),
});
export type SignInInput = z.infer<typeof signInInput>;

export const revokeSessionInput = z.union([
  z.strictObject({ sessionId: z.uuid() }),
  z.strictObject({ others: z.literal(true) }),
]);
export type RevokeSessionInput = z.infer<typeof revokeSessionInput>;
