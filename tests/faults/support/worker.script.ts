import { loadSettings } from "@/lib/config/settings";
import { createWorkerContext } from "@/lib/context/create-worker-context";
import { runWorker } from "@/lib/worker/run-worker";
import { acceptEveryLogin } from "@/tests/support/accept-every-login";

/** A worker process as `pasture worker` runs it, on a mail server without a mail engine. */
const { settings } = loadSettings("worker", process.env);
const context = createWorkerContext({ settings, databaseUrl: settings.databaseUrl ?? "", name: "worker" });
const worker = await runWorker(acceptEveryLogin(context));
process.once("SIGTERM", async () => {
  await worker.stop();
  await context.close();
});
process.stdout.write("ready\n");
