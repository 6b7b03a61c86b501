export type Deferred<Value> = { readonly promise: Promise<Value>; resolve(value: Value): void };

/** A promise to be resolved from outside, so that a test decides when something happens. */
export function createDeferred<Value>(): Deferred<Value> {
  let resolve: (value: Value) => void = () => undefined;
  const promise = new Promise<Value>((settle) => {
    resolve = settle;
  });
  return { promise, resolve };
}
