import { CommandFailure } from "./command-failure";

const LARGEST_PAGE = 200;

/** Throws a usage failure for anything but a whole number a page may have. */
export function parseLimit(text: string): number {
  const limit = Number(text);
  if (Number.isInteger(limit) && limit >= 1 && limit <= LARGEST_PAGE) return limit;
  throw new CommandFailure(
    "not-a-limit",
    `--limit ${text}: give a whole number from 1 to ${LARGEST_PAGE}.`,
    2,
  );
}
