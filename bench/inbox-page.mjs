// A page of the inbox against a bare imapflow session on the same mailbox, by turns in one run, with 1k, 10k and 100k
// messages: kept session, first visit, and how both grow. Each figure is the tenth percentile and the median.
//   node bench/inbox-page.mjs [--sizes 1000,10000,100000] [--rounds 60] [--visits 15]
import { runBench } from "./support/run-bench.mjs";

await runBench("measure-inbox-page");
