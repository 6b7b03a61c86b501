/** A command that could not do what was asked, for a reason its caller can read. */
export class CommandFailure extends Error {
  override readonly name = "CommandFailure";

  constructor(
    /** kebab-case, stable, for programs. */
    readonly reason: string,
    message: string,
    readonly exitCode: 1 | 2 = 1,
  ) {
    super(message);
  }
}
