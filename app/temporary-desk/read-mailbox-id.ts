import { notFound } from "next/navigation";
import { z } from "zod";

/** The id in a URL; "no such page" for anything that cannot be one. */
export function readMailboxId(text: string): string {
  const id = z.uuid().safeParse(text);
  return id.success ? id.data : notFound();
}
