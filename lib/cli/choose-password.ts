import { text } from "node:stream/consumers";
import { generatePassword } from "@/lib/secrets/generate-password";
import { CommandFailure } from "./command-failure";

export interface ChosenPassword {
  readonly password: string;
  /** True when nobody knows it yet: then the command must print it. */
  readonly isGenerated: boolean;
}

/** From standard input, or a random one. Never from an option: other users see those in the process list. */
export async function choosePassword(
  fromStdin: boolean | undefined,
  length: number,
): Promise<ChosenPassword> {
  if (!fromStdin) return { password: generatePassword(length), isGenerated: true };
  const password = (await text(process.stdin)).replace(/\r?\n$/, "");
  if (password === "")
    throw new CommandFailure("no-password", "--password-stdin was given, but nothing came in.", 2);
  return { password, isGenerated: false };
}
