#!/usr/bin/env node
// Stands in for Prisma's native schema-engine binary, which its command line would download: the same engine compiled
// to WebAssembly, from npm, speaking the same JSON-RPC on standard input and output. `DATABASE_URL=pglite:` authors
// migrations against a PostgreSQL in memory, without a server.
import { readFile } from "node:fs/promises";
import { createRequire } from "node:module";
import { createInterface } from "node:readline";
import { bindMigrationAwareSqlAdapterFactory } from "@prisma/driver-adapter-utils";
import * as engineBindings from "@prisma/schema-engine-wasm/schema_engine_bg";

/** The catalogue type "char", which the engine reads and @prisma/adapter-pg refuses; it is read as text instead. */
const OID_CHAR = 18;
const OID_TEXT = 25;

/** The code Prisma's own engine gives to every failure. */
const ENGINE_ERROR = 4466;

/** Methods that the WebAssembly engine calls otherwise than the binary did. */
const RENAMED = { getDatabaseVersion: "version" };

const options = process.argv.slice(2);

await loadEngine();
if (options.includes("--version")) {
  process.stdout.write(`schema-engine-wasm ${engineBindings.version()}\n`);
  process.exit(0);
}
// `cli can-connect-to-database` and `cli create-database`: the engine itself reports what is wrong later.
if (options.includes("cli")) process.exit(0);
await answerRequests();
process.exit(0);

async function loadEngine() {
  const require = createRequire(import.meta.url);
  const file = require.resolve("@prisma/schema-engine-wasm/schema_engine_bg").replace(/\.js$/, ".wasm");
  const { instance } = await WebAssembly.instantiate(await readFile(file), {
    "./schema_engine_bg.js": engineBindings,
  });
  engineBindings.__wbg_set_wasm(instance.exports);
  instance.exports.__wbindgen_start();
  globalThis.PRISMA_WASM_PANIC_REGISTRY = { set_message: (message) => process.stderr.write(`${message}\n`) };
}

async function answerRequests() {
  // Connected on the first request, so that a refused connection is an answer and not a crash.
  let engine = null;
  for await (const line of createInterface({ input: process.stdin })) {
    if (!line.trim()) continue;
    const { id, method, params } = JSON.parse(line);
    try {
      engine ??= await connectEngine();
      const result = (await engine[RENAMED[method] ?? method](params)) ?? {};
      if (method === "diff" && result.stdout) {
        send({ id: 0, method: "print", params: { content: result.stdout } });
      }
      send({ id, result });
    } catch (error) {
      send({ id, error: describeError(error) });
    }
  }
}

async function connectEngine() {
  const files = options.flatMap((option, index) => (option === "--datamodels" ? [options[index + 1]] : []));
  const datamodels = await Promise.all(files.map(async (file) => [file, await readFile(file, "utf8")]));
  const log = (line) => process.env.DEBUG && process.stderr.write(`${line}\n`);
  const adapter = bindMigrationAwareSqlAdapterFactory(await createAdapter());
  return engineBindings.SchemaEngine.new(
    { datamodels: datamodels.length ? datamodels : undefined },
    log,
    adapter,
  );
}

async function createAdapter() {
  const position = options.indexOf("--datasource");
  const datasource = JSON.parse(position < 0 ? "{}" : options[position + 1]);
  const url = datasource.url ?? process.env.DATABASE_URL ?? "";
  if (!/^postgres(ql)?:/.test(url)) return createMemoryAdapter(url.replace(/^pglite:/, "") || undefined);
  const { PrismaPg } = await import("@prisma/adapter-pg");
  const { default: pg } = await import("pg");
  const factory = new PrismaPg({ connectionString: url, Client: withReadableCatalogue(pg.Client) });
  // The shadow database lies in memory: on a server it would need the right to create databases.
  factory.connectToShadowDb = async () => (await createMemoryAdapter()).connect();
  return factory;
}

async function createMemoryAdapter(folder) {
  const { PGlite } = await import("@electric-sql/pglite");
  const { PrismaPGlite } = await import("pglite-prisma-adapter");
  return new PrismaPGlite(new PGlite(folder));
}

function withReadableCatalogue(Client) {
  return class extends Client {
    query(...query) {
      const callback = query.at(-1);
      if (typeof callback === "function") {
        return super.query(...query.slice(0, -1), (error, result) => callback(error, readCharAsText(result)));
      }
      const answer = super.query(...query);
      return typeof answer?.then === "function" ? answer.then(readCharAsText) : answer;
    }
  };
}

function readCharAsText(results) {
  for (const result of [results].flat()) {
    for (const field of result?.fields ?? []) if (field.dataTypeID === OID_CHAR) field.dataTypeID = OID_TEXT;
  }
  return results;
}

function describeError(error) {
  return {
    code: ENGINE_ERROR,
    message: "An error happened. Check the data field for details.",
    data: { is_panic: false, message: error?.message ?? String(error), error_code: error?.code ?? null },
  };
}

function send(message) {
  process.stdout.write(`${JSON.stringify({ jsonrpc: "2.0", ...message })}\n`);
}
