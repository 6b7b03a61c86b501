import { CommandFailure } from "./command-failure";

const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;

/** Throws a usage failure for what no row's id looks like; `where` says where ids are shown. */
export function parseId(text: string, where: string): string {
  if (UUID.test(text)) return text;
  throw new CommandFailure("not-an-id", `${text}: give the id as ${where} shows it.`, 2);
}
