import { z } from "zod";
import { folderKeySchema, messageIdSchema } from "@/lib/messages/schema";

/** In the path. The loosest form that no database or log chokes on: whose it is decides the rest. */
export const email = z
  .string()
  .max(254)
  .regex(/^[^\s\p{Cc}]+@[^\s\p{Cc}]+$/u)
  .meta({ description: "One of the account's mailboxes", example: "ada@example.org" });

export const folder = folderKeySchema.default("inbox").meta({
  description: "`inbox`, `drafts`, `sent`, `archive`, `junk`, `trash`, or another folder's path",
});

export const messageId = messageIdSchema.meta({ example: "1763719200.17" });
