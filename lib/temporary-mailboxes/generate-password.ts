import { MIN_PASSWORD_LENGTH, type PasswordPolicy } from "@/lib/mailboxes/schema";
import { generatePassword } from "@/lib/secrets/generate-password";

/**
 * A password of PASSWORD_LENGTH characters, or of more where Mailcow's policy asks for more. It has a letter of each
 * case, a digit and a special character, so every policy Mailcow can be set to accepts it.
 */
export function generateMailboxPassword(length: number, policy: PasswordPolicy | null): string {
  return generatePassword(Math.max(length, MIN_PASSWORD_LENGTH, policy?.minimumLength ?? 0));
}
