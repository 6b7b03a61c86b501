/** What a command is told by whoever calls it, beside its arguments. */
export interface Caller {
  /** Where the command was typed; it works in the project's folder itself. */
  readonly folder: string;
  /** PASTURE_TOKEN; null where there is none. */
  readonly token: string | null;
}

export function readCaller(environment: NodeJS.Dict<string> = process.env): Caller {
  return {
    // npm changes the folder as well, and says where it was called.
    folder: environment.INIT_CWD ?? environment.PWD ?? process.cwd(),
    token: environment.PASTURE_TOKEN?.trim() || null,
  };
}
