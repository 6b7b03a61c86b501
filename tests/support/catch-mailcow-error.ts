import { MailcowError } from "@/lib/mailcow/mailcow-error";

/** The `MailcowError` a call ends with; fails the test when it ends otherwise. */
export async function catchMailcowError(call: Promise<unknown>): Promise<MailcowError> {
  const outcome = await call.then(
    (value) => new Error(`expected a MailcowError, got the value ${JSON.stringify(value)}`),
    (error: unknown) => error,
  );
  if (outcome instanceof MailcowError) {
    return outcome;
  }
  throw outcome;
}
