import { createHash } from "node:crypto";
import { mkdirSync, renameSync, writeFileSync } from "node:fs";
import { basename, join } from "node:path";
import { fileURLToPath } from "node:url";
import { build } from "esbuild";
import { TEST_DATA_DIR } from "./test-database";

const root = fileURLToPath(new URL("../..", import.meta.url)).replace(/\/$/, "");

/**
 * A TypeScript file of the tests as one that Node runs, with the project's modules bundled in; answers its path. It
 * lies within the project so that Node finds the packages; its name follows its content, so that it appears whole.
 */
export async function bundleScript(file: string): Promise<string> {
  const bundle = await build({
    entryPoints: [join(root, file)],
    bundle: true,
    platform: "node",
    format: "esm",
    packages: "external",
    alias: { "@": root },
    write: false,
    logLevel: "silent",
  });
  const source = bundle.outputFiles[0]?.text ?? "";
  const folder = join(TEST_DATA_DIR, "scripts");
  const name = `${basename(file, ".ts")}.${createHash("sha256").update(source).digest("hex").slice(0, 12)}.mjs`;
  mkdirSync(folder, { recursive: true });
  const draft = join(folder, `${name}.${process.pid}`);
  writeFileSync(draft, source);
  renameSync(draft, join(folder, name));
  return join(folder, name);
}
