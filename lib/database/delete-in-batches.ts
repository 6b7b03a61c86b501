const BATCH_ROWS = 1_000;
/** What is left after so many waits for the next time: others want the database too. */
const MOST_BATCHES = 50;

/** Repeats a statement that deletes at most `limit` rows and answers how many it did, until it finds no more. */
export async function deleteInBatches(deleteSome: (limit: number) => Promise<number>): Promise<void> {
  for (let batch = 0; batch < MOST_BATCHES; batch += 1) {
    if ((await deleteSome(BATCH_ROWS)) < BATCH_ROWS) return;
  }
}
