import { CommandFailure } from "./command-failure";

/** Throws a usage failure that names the option for anything but a whole number within the limits. */
export function parseWholeNumber(option: string, text: string, least: number, most: number): number {
  const number = Number(text);
  if (text.trim() !== "" && Number.isInteger(number) && number >= least && number <= most) return number;
  throw new CommandFailure("not-a-number", `${option} ${text}: give ${least} to ${most}.`, 2);
}
