/** The work took longer than whoever asked can wait; it goes on without them. */
export class TooSlowError extends Error {
  override readonly name = "TooSlowError";
}

/** @throws {TooSlowError} after `timeoutMs`. */
export async function within<Value>(timeoutMs: number, work: () => Promise<Value>): Promise<Value> {
  let timer: NodeJS.Timeout | undefined;
  const tooSlow = new Promise<never>((_resolve, reject) => {
    timer = setTimeout(() => reject(new TooSlowError(`no answer within ${timeoutMs} ms`)), timeoutMs);
  });
  try {
    return await Promise.race([work(), tooSlow]);
  } finally {
    clearTimeout(timer);
  }
}
