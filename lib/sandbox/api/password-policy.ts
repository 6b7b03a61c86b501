import { answerHtml, answerJson } from "@/lib/sandbox/api/api-answer";
import type { ChangeRoute, GetRoute } from "@/lib/sandbox/api/api-context";
import { type CallReport, functionLog, PASSWORD_CHECK_LOG } from "@/lib/sandbox/api/call-report";
import { isEmpty, strval } from "@/lib/sandbox/api/php-values";
import type { PasswordPolicy } from "@/lib/sandbox/sandbox-state";

export const getPasswordPolicy: GetRoute = ({ state }, call) =>
  call.object === "html" ? answerHtmlAsJson(state.passwordPolicy) : answerJson(state.passwordPolicy);

export const editPasswordPolicy: ChangeRoute = ({ state }, call, report) => {
  for (const key of Object.keys(state.passwordPolicy) as (keyof PasswordPolicy)[]) {
    if (call.attributes[key] !== undefined) state.passwordPolicy[key] = strval(call.attributes[key]);
  }
  report.succeed(functionLog("password_complexity", "edit", call.attributes), "password_policy_saved");
};

/**
 * Mailcow's `password_check`. A hash given instead of a password is judged as if its text were the password.
 * Reports the refusal itself; the caller only has to stop.
 */
export function checkPassword(
  policy: PasswordPolicy,
  password: unknown,
  repeated: unknown,
  report: CallReport,
): password is string {
  const refusal = findRefusal(policy, password, repeated);
  if (refusal) report.refuse(PASSWORD_CHECK_LOG, refusal);
  return refusal === null;
}

function findRefusal(policy: PasswordPolicy, password: unknown, repeated: unknown): string | null {
  if (typeof password !== "string" || isEmpty(password) || isEmpty(repeated)) return "password_complexity";
  if (password !== repeated) return "password_mismatch";
  return satisfies(policy, password) ? null : "password_complexity";
}

function satisfies(policy: PasswordPolicy, password: string): boolean {
  if (password.length < Number(policy.length)) return false;
  if (policy.chars === "1" && !/[a-zA-Z]/.test(password)) return false;
  if (policy.special_chars === "1" && !/[^a-zA-Z\d]/.test(password)) return false;
  if (policy.lowerupper === "1" && !(/[a-z]/.test(password) && /[A-Z]/.test(password))) return false;
  return policy.numbers !== "1" || /\d/.test(password);
}

function answerHtmlAsJson(policy: PasswordPolicy) {
  const lines = [
    `- Minimum password length is ${policy.length}`,
    policy.chars === "1" && "- Must contain at least one alphabetic character",
    policy.special_chars === "1" && "- Must contain special characters",
    policy.lowerupper === "1" && "- Must contain lowercase and uppercase characters",
    policy.numbers === "1" && "- Must contain at least one number",
  ].filter((line) => line !== false);
  const html = `<p class="help-block small">${lines.join("<br>")}</p>`;
  return { ...answerHtml(JSON.stringify(html), 200), contentType: "application/json" };
}
