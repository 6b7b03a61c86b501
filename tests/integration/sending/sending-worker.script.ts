import { loadSettings } from "@/lib/config/settings";
import { createWorkerContext } from "@/lib/context/create-worker-context";
import { runWorker } from "@/lib/worker/run-worker";

/** A worker process as `pasture worker` runs it. */
const { settings } = loadSettings("worker", process.env);
const context = createWorkerContext({ settings, databaseUrl: settings.databaseUrl ?? "", name: "worker" });
await runWorker(context);
process.stdout.write("ready\n");
