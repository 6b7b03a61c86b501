import type { MailSession, SearchCriteria } from "@/lib/imap/mail-session";

/** Positions looked through by the first question; while the server is quick, each next one asks for twice as many. */
const FIRST_STEP = 500;
/** All of a step may match, and its answer must stay a short line. */
const LARGEST_STEP = 16_000;
/** A question that took longer than this is followed by a smaller one. */
const SLOW_MS = 400;

export interface LookResult<Found> {
  /** Newest first. */
  readonly found: readonly Found[];
  /** The position below which nobody looked yet; 0 when all of the folder was looked through. */
  readonly rest: number;
  readonly isOutOfTime: boolean;
}

export interface LookOptions<Found> {
  readonly criteria: SearchCriteria;
  /** The highest position to look at. */
  readonly from: number;
  readonly limit: number;
  readonly timeMs: number;
  /** Turns hits, oldest first, into what is wanted, and may leave some out. */
  readonly take: (uids: readonly number[]) => Promise<readonly (Found & { readonly sequence: number })[]>;
}

/**
 * Searches from the newest mail down, a stretch of positions at a time, until a page is full or the time is over: a
 * search through everything could take minutes on a large mailbox, and its answer could be of any length.
 */
export async function lookThrough<Found>(
  session: MailSession,
  options: LookOptions<Found>,
): Promise<LookResult<Found>> {
  const startedAt = Date.now();
  const found: (Found & { readonly sequence: number })[] = [];
  let rest = options.from;
  let step = FIRST_STEP;
  while (rest > 0 && found.length < options.limit) {
    if (Date.now() - startedAt >= options.timeMs) return { found, rest, isOutOfTime: true };
    const askedAt = Date.now();
    const first = Math.max(1, rest - step + 1);
    const hits = await session.search(options.criteria, { first, last: rest });
    rest = first - 1;
    rest = await takeNewest(hits, rest);
    const tookMs = Date.now() - askedAt;
    step = tookMs > SLOW_MS ? Math.max(50, Math.floor(step / 4)) : Math.min(LARGEST_STEP, step * 2);
  }
  return { found, rest, isOutOfTime: false };

  /** Only as many as are still wanted; answers with the position below which the look goes on. */
  async function takeNewest(hits: readonly number[], below: number): Promise<number> {
    let open = hits.length;
    while (open > 0 && found.length < options.limit) {
      const wanted = options.limit - found.length;
      const start = Math.max(0, open - wanted);
      const taken = await options.take(hits.slice(start, open));
      found.push(...[...taken].reverse());
      open = start;
      const oldest = taken[0];
      if (found.length >= options.limit && oldest) return open > 0 ? oldest.sequence - 1 : below;
    }
    return below;
  }
}
