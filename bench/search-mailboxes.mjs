// The admins' list of mailboxes: any page, page 1 against page 1,000 in turns, and the searches that could be slow.
//   node bench/search-mailboxes.mjs [--rows 100000] [--pages 1000] [--without-trigrams]
import { runBench } from "./support/run-bench.mjs";

await runBench("measure-search-mailboxes");
