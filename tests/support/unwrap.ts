import type { Result } from "@/lib/errors/result";

/** For set-up and for what the test is not about: the value, or the test fails with the reason. */
export function unwrap<Value>(result: Result<Value, { readonly reason: string }>): Value {
  if (!result.ok) throw new Error(`refused: ${result.failure.reason}`);
  return result.value;
}
