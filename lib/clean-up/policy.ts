import type { HoldReason } from "@/lib/mailboxes/instance-epoch";
import type { RefusalReason } from "./schema";

/** Two clocks that are further apart than this are not both right. */
export const CLOCK_TOLERANCE_MS = 5 * 60_000;
/** Mailcow's clock is read from its log, which may be as old as a slow listing. */
const MAIL_SERVER_TOLERANCE_MS = CLOCK_TOLERANCE_MS + 90_000;
const FEW = 20;
const SHARE = 0.05;

/** Rounds that found nothing to do, that only looked or read sizes, and lists of what a refused round would have done. */
export const IDLE_RUN_KEPT_DAYS = 30;
/** Rounds that deleted something or were refused. */
export const RUN_KEPT_DAYS = 365;
/** The charts show a year at most; this leaves the same day of the two years before. */
export const USAGE_KEPT_DAYS = 1_096;

/** Differences of one round's clock readings, in milliseconds. */
export interface ClockReadings {
  /** How far the wall clock moved against the monotonic one since the last round. */
  readonly wallJumpMs: number;
  readonly wallMinusDatabaseMs: number;
  /** Null where Mailcow's log says nothing. */
  readonly wallMinusMailServerMs: number | null;
}

export interface DomainReading {
  /** Mailboxes the database believes to exist. */
  readonly expected: number;
  /** Mailboxes in Mailcow's listing, anybody's. */
  readonly listed: number;
  /** Expected ones that the listing has. */
  readonly found: number;
  /** Expected ones that the listing has with our valid stamp. */
  readonly proven: number;
  /** `listed` of the last good round, less what the portal has deleted since; null for the first. */
  readonly listedBefore: number | null;
}

export interface RoundFacts {
  readonly clock: ClockReadings;
  /** Why no deletion is carried out at all; null when they may go on. */
  readonly hold: HoldReason | null;
  readonly mailServer: MailServerReading;
  readonly domains: readonly DomainReading[];
}

/**
 * Who answers. Not its certificate: that is another one after every renewal, and Mailcow makes a new key for each.
 */
export interface MailServerReading {
  /** Where Mailcow is now, and where it was in the last good round. */
  readonly address: string;
  readonly addressBefore: string | null;
  /** All its domains now, the portal's or not, and in the last good round; null for the first. */
  readonly domains: readonly string[];
  readonly domainsBefore: readonly string[] | null;
  /** Domains in which the database believes mailboxes to exist. */
  readonly domainsExpected: readonly string[];
}

/**
 * Whether what this round sees can be believed; the first reason against it, gravest first. Pure: the same readings
 * give the same answer.
 */
export function judgeReadings(facts: RoundFacts): RefusalReason | null {
  return (
    judgeClock(facts.clock) ??
    facts.hold ??
    judgeMailServer(facts.mailServer) ??
    facts.domains.map(judgeDomain).find((reason) => reason !== null) ??
    null
  );
}

/** NaN, from a clock that could not be read, is outside every tolerance. */
function judgeClock(clock: ClockReadings): RefusalReason | null {
  if (!isWithin(clock.wallJumpMs, CLOCK_TOLERANCE_MS)) return "clock-jumped";
  if (!isWithin(clock.wallMinusDatabaseMs, CLOCK_TOLERANCE_MS)) return "clock-differs-from-database";
  const { wallMinusMailServerMs } = clock;
  if (wallMinusMailServerMs !== null && !isWithin(wallMinusMailServerMs, MAIL_SERVER_TOLERANCE_MS)) {
    return "clock-differs-from-mail-server";
  }
  return null;
}

/** A domain or two come and go; a server that lacks one of ours, or most of those it had, is another one. */
function judgeMailServer(server: MailServerReading): RefusalReason | null {
  const { address, addressBefore, domains, domainsBefore, domainsExpected } = server;
  const has = (domain: string) => domains.includes(domain);
  const isSame =
    (addressBefore === null || addressBefore === address) &&
    domainsExpected.every(has) &&
    (domainsBefore === null || !isLessThanHalf(domainsBefore.filter(has).length, domainsBefore.length));
  return isSame ? null : "mail-server-changed";
}

/** Another server may well have the same addresses; it cannot have our stamps. */
function judgeDomain(domain: DomainReading): RefusalReason | null {
  if (domain.expected > 0 && domain.listed === 0) return "listing-empty";
  if (isLessThanHalf(domain.found, domain.expected)) return "listing-too-short";
  if (domain.listedBefore !== null && isLessThanHalf(domain.listed, domain.listedBefore)) {
    return "listing-too-short";
  }
  return isLessThanHalf(domain.proven, domain.expected) ? "mail-server-changed" : null;
}

/** How many deletions nobody has foreseen may happen in one round without a person. */
export function budgetFor(ownedMailboxes: number): number {
  return Math.max(FEW, Math.floor(ownedMailboxes * SHARE));
}

/** Mailcow can be told not to keep logins (`SHOW_LAST_LOGIN`); "nobody ever" is then no sign of anything. */
export function judgeLastLogins(logins: readonly (Date | null)[]): RefusalReason | null {
  return logins.every((login) => login === null) ? "no-last-logins" : null;
}

/** The expiries of the next days as a good round saw them, by the hours until then; `hours[0]` were due already. */
export interface Forecast {
  readonly at: Date;
  readonly hours: readonly number[];
}

export const FORECAST_HOURS = 168;

/** How many of the mailboxes known at the forecast were to expire by `now`; none where there is no forecast. */
export function foreseenBy(forecast: Forecast | null, now: Date): number {
  if (!forecast) return 0;
  const elapsedHours = Math.ceil((now.getTime() - forecast.at.getTime()) / 3_600_000);
  return forecast.hours.slice(0, Math.max(0, elapsedHours) + 1).reduce((sum, count) => sum + count, 0);
}

/**
 * The expired mailboxes that no stored expiry foresaw: their dates were moved since, by a fault or by a clock.
 * Those made after the forecast brought their own.
 */
export function countUnforeseen(
  due: readonly { readonly createdAt: Date }[],
  forecast: Forecast | null,
  now: Date,
): number {
  const known = forecast ? due.filter(({ createdAt }) => createdAt <= forecast.at).length : due.length;
  return Math.max(0, known - foreseenBy(forecast, now));
}

function isWithin(differenceMs: number, toleranceMs: number): boolean {
  return Math.abs(differenceMs) <= toleranceMs;
}

function isLessThanHalf(part: number, whole: number): boolean {
  return part * 2 < whole;
}
