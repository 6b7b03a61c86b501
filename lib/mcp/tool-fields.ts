import { z } from "zod";
import { folderKeySchema } from "@/lib/messages/schema";

export const address = z
  .string()
  .max(254)
  .regex(/^[^\s\p{Cc}]+@[^\s\p{Cc}]+$/u)
  .describe("One of the account's mailboxes, as list_mailboxes shows them");

export const folder = folderKeySchema
  .default("inbox")
  .describe("inbox, drafts, sent, archive, junk, trash, or another folder's path");
