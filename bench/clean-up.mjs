// Clean-up against a plain loop of the same deletions, interleaved in one run. The sandbox answers as slowly as a
// genuine server, in a process of its own.
//   node bench/clean-up.mjs [--mailboxes 1000] [--expired 180] [--rounds 9] [--webmail both|with|without] [--scale 1]
// --webmail: with SOGo, which Mailcow rebuilds a view for at each deletion, or without (SKIP_SOGO=y).
// --scale:   what all of the sandbox's delays are multiplied by; the portal's own time is not scaled.
import { runBench } from "./support/run-bench.mjs";

await runBench("measure-clean-up", ["support/run-sandbox"]);
