import { z } from "zod";
import { flagField, numberField, parseFields } from "@/lib/mailcow/answer-fields";
import type { MailcowClient } from "@/lib/mailcow/create-mailcow-client";

export type MailcowPasswordPolicy = {
  readonly minimumLength: number;
  readonly requireLetters: boolean;
  readonly requireUpperAndLower: boolean;
  readonly requireDigits: boolean;
  readonly requireSpecial: boolean;
};

const policyAnswer = z
  .object({
    length: numberField,
    chars: flagField,
    lowerupper: flagField,
    numbers: flagField,
    special_chars: flagField,
  })
  .transform(
    (policy): MailcowPasswordPolicy => ({
      minimumLength: policy.length,
      requireLetters: policy.chars,
      requireUpperAndLower: policy.lowerupper,
      requireDigits: policy.numbers,
      requireSpecial: policy.special_chars,
    }),
  );

/**
 * The rules a typed password must meet. Mailcow applies them to the text it is given, which for us is a hash, so
 * whoever hashes must check them first.
 *
 * @throws MailcowError
 */
export async function getPasswordPolicy(client: MailcowClient): Promise<MailcowPasswordPolicy> {
  const endpoint = "get/passwordpolicy";
  return parseFields(endpoint, policyAnswer, await client.get(endpoint, [], "read"));
}
