/** Measured medians of a genuine server on two cores, in milliseconds, by its number of mailboxes. */
type Medians = readonly (readonly [mailboxes: number, ms: number])[];

const DELETE_MAILBOX: Medians = [
  [10, 107],
  [1_000, 221],
  [5_000, 2_300],
];
/** The same with `SKIP_SOGO=y`: nothing is rebuilt. */
const DELETE_MAILBOX_WITHOUT_WEBMAIL: Medians = [[1_000, 104]];
const ADD_DOMAIN: Medians = [[10, 150]];
const ADD: Medians = [
  [10, 14],
  [1_000, 17],
  [5_000, 50],
];
const EDIT: Medians = [
  [10, 14],
  [1_000, 22],
  [5_000, 62],
];
const EDIT_WITHOUT_WEBMAIL: Medians = [[1_000, 15]];
const LIST_ALL: Medians = [
  [10, 25],
  [1_000, 3_300],
  [5_000, 19_000],
];
const LIST_REDUCED: Medians = [
  [10, 13],
  [1_000, 1_100],
  [5_000, 3_900],
];
const GET_DOMAIN: Medians = [
  [10, 8],
  [1_000, 12],
  [5_000, 30],
];
const GET: Medians = [
  [1_000, 8],
  [5_000, 11],
];

/** How long the genuine server takes for a call, in milliseconds, between and beyond what was measured on a line. */
export function estimateLatencyMs(path: string, mailboxes: number, hasWebmail: boolean): number {
  return interpolate(mediansOf(path, hasWebmail), mailboxes);
}

function mediansOf(path: string, hasWebmail: boolean): Medians {
  const [, , , action, category, object] = path.split("/");
  if (isMailboxDeletion(path)) return hasWebmail ? DELETE_MAILBOX : DELETE_MAILBOX_WITHOUT_WEBMAIL;
  if (action === "add") return category === "domain" ? ADD_DOMAIN : ADD;
  if (action === "edit") return hasWebmail ? EDIT : EDIT_WITHOUT_WEBMAIL;
  if (category === "mailbox" && object === "all") return LIST_ALL;
  if (category === "mailbox" && object === "reduced") return LIST_REDUCED;
  return category === "domain" ? GET_DOMAIN : GET;
}

export function isMailboxDeletion(path: string): boolean {
  const [, , , action, category, object] = path.split("/");
  return action === "delete" && category === "mailbox" && object === undefined;
}

/** Adding and editing a mailbox change its line in the webmail's view as well. */
export function isMailboxChange(path: string): boolean {
  const [, , , action, category, object] = path.split("/");
  return (action === "add" || action === "edit") && category === "mailbox" && object === undefined;
}

function interpolate(medians: Medians, mailboxes: number): number {
  const [first] = medians;
  if (!first || mailboxes <= first[0]) return first?.[1] ?? 0;
  const above = medians.findIndex(([known]) => known >= mailboxes);
  const end = above === -1 ? medians.length - 1 : above;
  const [from, to] = [medians[end - 1], medians[end]];
  if (!from || !to) return first[1];
  return from[1] + ((mailboxes - from[0]) * (to[1] - from[1])) / (to[0] - from[0]);
}
