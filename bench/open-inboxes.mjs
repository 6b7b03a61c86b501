// Memory of many open inboxes: each has shown a page of 50 and keeps its connection, as many watched as a web process
// may watch; against as many bare imapflow sessions that have read the same page, by turns in one run.
//   node bench/open-inboxes.mjs [--inboxes 200] [--rounds 3]
import { runBench } from "./support/run-bench.mjs";

await runBench("measure-open-inboxes");
