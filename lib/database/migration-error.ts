/** The database cannot be used by this version as it is; the message says what to do. */
export class MigrationError extends Error {
  override readonly name = "MigrationError";
}
