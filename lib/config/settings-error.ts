export interface SettingsProblem {
  readonly name: string;
  readonly problem: string;
  readonly fix: string;
}

/** Every problem of the environment at once, so that an operator corrects them in one go. Never holds a value. */
export class SettingsError extends Error {
  override readonly name = "SettingsError";

  constructor(readonly problems: readonly SettingsProblem[]) {
    const lines = problems.map(({ name, problem, fix }) => `  ${name}: ${problem}. ${fix}.`);
    super(`The settings cannot be used:\n${lines.join("\n")}`);
  }
}
