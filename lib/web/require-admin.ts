import "server-only";
import { notFound } from "next/navigation";
import type { AccountActor } from "@/lib/context/actor";
import { requireSession } from "./require-session";

/**
 * Every page and action of the admin section begins with this. Somebody signed in without the right sees "no such
 * page": the section does not tell whether it exists. The services ask again, by themselves.
 */
export async function requireAdmin(): Promise<AccountActor> {
  const actor = await requireSession();
  if (actor.role !== "ADMIN") notFound();
  return actor;
}
