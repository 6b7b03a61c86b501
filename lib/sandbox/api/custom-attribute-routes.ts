import type { ChangeRoute } from "@/lib/sandbox/api/api-context";
import { type Attributes, mailboxLog } from "@/lib/sandbox/api/call-report";
import { PhpFailure } from "@/lib/sandbox/api/php-failure";
import { isValidAddress, strval, toList } from "@/lib/sandbox/api/php-values";
import { findMailbox } from "@/lib/sandbox/find-records";

/** Replaces all custom attributes; any other shape of `attr` wipes them, with success. */
export const editCustomAttributes: ChangeRoute = ({ state }, call, report) => {
  const log = mailboxLog("edit", "mailbox_custom_attribute", { mailboxes: call.items, ...call.attributes });
  for (const item of toList(call.items)) {
    const username = strval(item).toLowerCase();
    const mailbox = isValidAddress(username) ? findMailbox(state, username) : null;
    if (!mailbox?.hasUsageRow) {
      report.refuse(log, "access_denied");
      continue;
    }
    mailbox.customAttributes = readPairs(call.attributes);
    report.succeed(log, ["mailbox_modified", mailbox.username]);
  }
};

/** Two lists side by side; spaces vanish from the names and the last of equal names wins. */
function readPairs(attributes: Attributes): [string, unknown][] {
  if (attributes.attribute === undefined || attributes.value === undefined) return [];
  const names = toList(attributes.attribute).map((name) => strval(name).replaceAll(" ", ""));
  const values = toList(attributes.value);
  if (names.length !== values.length) {
    throw new PhpFailure(
      "array_combine(): Argument #1 and argument #2 must have the same number of elements",
    );
  }
  return [...new Map(names.map((name, index) => [name, values[index]]))];
}
