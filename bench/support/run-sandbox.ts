import { startSandbox } from "@/lib/sandbox/start-sandbox";

/** A sandbox as a process of its own: its options are the argument, its addresses the first line it prints. */
const sandbox = await startSandbox({
  mail: "none",
  savesAtEnd: true,
  ...JSON.parse(process.argv[2] ?? "{}"),
});
const { apiUrl, apiKey, domain, webmailUrl } = sandbox;
process.stdout.write(`${JSON.stringify({ apiUrl, apiKey, domain, webmailUrl })}\n`);
// Ends with whoever started it, however that ends.
process.stdin.once("close", () => process.exit(0)).resume();
