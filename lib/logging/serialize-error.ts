export interface SerializedError {
  readonly name: string;
  readonly message: string;
  readonly code?: string | number;
  readonly stack?: string;
  /** Names (and codes) of the causes, outermost first; their messages may quote what somebody sent. */
  readonly causes?: readonly string[];
}

const MOST_CAUSES = 5;

/** What a log keeps of an error. Other properties (a request, a query's values) are left out on purpose. */
export function serializeError(error: unknown): SerializedError {
  if (!(error instanceof Error)) return { name: "NotAnError", message: typeof error };
  const code = codeOf(error);
  const causes = causesOf(error);
  return {
    name: error.name,
    message: error.message,
    ...(code === undefined ? {} : { code }),
    ...(error.stack === undefined ? {} : { stack: error.stack }),
    ...(causes.length > 0 ? { causes } : {}),
  };
}

function codeOf(error: Error): string | number | undefined {
  if (!("code" in error)) return undefined;
  return typeof error.code === "string" || typeof error.code === "number" ? error.code : undefined;
}

function causesOf(error: Error): string[] {
  const causes: string[] = [];
  let cause = error.cause;
  while (cause instanceof Error && causes.length < MOST_CAUSES) {
    const code = codeOf(cause);
    causes.push(code === undefined ? cause.name : `${cause.name} ${code}`);
    cause = cause.cause;
  }
  return causes;
}
