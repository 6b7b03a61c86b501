/**
 * How long the genuine server takes for a call, in milliseconds: measured medians on two cores with 10, 1,000 and
 * 5,000 mailboxes, interpolated.
 */
export function estimateLatencyMs(path: string, mailboxes: number): number {
  const [, , , action, category, object] = path.split("/");
  if (action === "delete" && category === "mailbox") return 107 + mailboxes * 0.44;
  if (action === "add" && category === "domain") return 150;
  if (action === "add") return 14 + mailboxes * 0.007;
  if (action === "edit") return 14 + mailboxes * 0.01;
  if (category === "mailbox" && object === "all") return 25 + mailboxes * 3.3;
  if (category === "mailbox" && object === "reduced") return 13 + mailboxes * 0.8;
  if (category === "domain") return 8 + mailboxes * 0.0045;
  return 8;
}
