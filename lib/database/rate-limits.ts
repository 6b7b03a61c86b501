import ipaddr from "ipaddr.js";
import type pg from "pg";
import { RateLimiterPostgres, RateLimiterRes } from "rate-limiter-flexible";
import { fail, type Result, succeed } from "@/lib/errors/result";

export interface RateLimited {
  readonly reason: "rate-limited";
  readonly retryAfterSeconds: number;
}

/** How often something may happen for one key; counted in PostgreSQL, so it holds over all processes. */
export interface RateLimit {
  readonly name: string;
  readonly points: number;
  readonly perSeconds: number;
}

export interface RateLimits {
  /**
   * Counts one use, or refuses it.
   * @throws when the counters cannot be reached: a limit that cannot be checked is not met.
   */
  consume(limit: RateLimit, key: string): Promise<Result<void, RateLimited>>;
  /** Takes one use back that turned out not to count. */
  giveBack(limit: RateLimit, key: string): Promise<void>;
  /** Looks without counting. */
  check(limit: RateLimit, key: string): Promise<Result<void, RateLimited>>;
}

export function createRateLimits(pool: pg.Pool): RateLimits {
  const limiters = new Map<string, RateLimiterPostgres>();
  const limiterFor = (limit: RateLimit): RateLimiterPostgres => {
    const existing = limiters.get(limit.name);
    if (existing) return existing;
    const created = new RateLimiterPostgres({
      storeClient: pool,
      storeType: "pool",
      tableName: "rate_limit",
      tableCreated: true,
      clearExpiredByTimeout: false,
      keyPrefix: limit.name,
      points: limit.points,
      duration: limit.perSeconds,
    });
    limiters.set(limit.name, created);
    return created;
  };
  return {
    consume: async (limit, key) => {
      try {
        await limiterFor(limit).consume(key);
        return succeed(undefined);
      } catch (refusal) {
        if (refusal instanceof RateLimiterRes) return fail(limited(refusal));
        throw refusal;
      }
    },
    giveBack: async (limit, key) => {
      await limiterFor(limit).reward(key);
    },
    check: async (limit, key) => {
      const now = await limiterFor(limit).get(key);
      return now && now.consumedPoints >= limit.points ? fail(limited(now)) : succeed(undefined);
    },
  };
}

/** The network a limit counts: one subscriber commonly holds a /24 of IPv4 neighbours or a /56 of IPv6. */
export function networkOf(address: string): string {
  if (!ipaddr.isValid(address)) return "unknown";
  const parsed = ipaddr.process(address);
  return parsed.kind() === "ipv4"
    ? `${parsed.toByteArray().slice(0, 3).join(".")}.0/24`
    : `${Buffer.from(parsed.toByteArray().slice(0, 7)).toString("hex")}/56`;
}

function limited(state: RateLimiterRes): RateLimited {
  return { reason: "rate-limited", retryAfterSeconds: Math.max(1, Math.ceil(state.msBeforeNext / 1000)) };
}
