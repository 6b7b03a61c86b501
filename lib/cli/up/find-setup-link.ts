import { createSetupLink } from "@/lib/accounts/setup-link";
import type { Settings } from "@/lib/config/settings";
import { createDatabase } from "@/lib/database/create-database";

/** A fresh one-time link while nobody administrates this installation; null from then on, for good. */
export async function findSetupLink(settings: Settings, databaseUrl: string): Promise<string | null> {
  const database = createDatabase(databaseUrl, { applicationName: "pasture up", maxConnections: 1 });
  try {
    const link = await createSetupLink({ database, settings });
    return link.ok ? link.value.url : null;
  } finally {
    await database.close();
  }
}
