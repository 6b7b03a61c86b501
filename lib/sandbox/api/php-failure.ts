/**
 * An exception that Mailcow's PHP does not catch: the client gets HTTP 200 with an empty body and cannot tell
 * what was done.
 */
export class PhpFailure extends Error {
  override readonly name = "PhpFailure";
}
