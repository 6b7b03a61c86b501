import { z } from "zod";
import type { PortalContext } from "@/lib/context/portal-context";
import { fail, type Result, succeed } from "@/lib/errors/result";
import type { ApiAnswer, Refusal } from "./describe-problem";

/** A POST that may be sent twice. */
export interface RepeatableRequest {
  readonly tokenId: string;
  /** The `Idempotency-Key`. */
  readonly key: string;
  /** Method and path. */
  readonly request: string;
  readonly bodyText: string;
}

type OnceContext = Pick<PortalContext, "database" | "keyring">;

const KEPT_HOURS = 24;
/** No request works this long: the process that had it is gone. */
const ABANDONED_AFTER_SECONDS = 60;
const RETRY_SECONDS = 1;
/** Said of the moment, not of the request: repeating it is meant to be another try. */
const PASSING_STATUSES: ReadonlySet<number> = new Set([408, 429, 503]);

const savedAnswer = z.object({ headers: z.record(z.string(), z.string()), body: z.unknown() });

/**
 * Does the work for the first request with a key and gives its answer to every repetition within 24 hours, also
 * when that answer was a 500. The same key with another path or body is refused, and so is a repetition while the
 * first is at work. A first request whose process died blocks its key for a minute; then a repetition does the
 * work, which services stand because each of them is safe to repeat. Answers are sealed, and of the body only a
 * keyed hash is kept: it may hold a password.
 */
export async function answerOnce(
  context: OnceContext,
  repeatable: RepeatableRequest,
  work: () => Promise<ApiAnswer>,
): Promise<Result<ApiAnswer, Refusal>> {
  const claimedAt = await claimKey(context, repeatable);
  if (!claimedAt) return readEarlier(context, repeatable);
  const answer = await work();
  if (PASSING_STATUSES.has(answer.status)) await releaseKey(context, repeatable, claimedAt);
  else await saveAnswer(context, repeatable, claimedAt, answer);
  return succeed(answer);
}

/** When the key became this request's; null when another has it. One statement, so two cannot both win. */
async function claimKey(context: OnceContext, repeatable: RepeatableRequest): Promise<Date | null> {
  const { tokenId, key, request } = repeatable;
  const [newest] = bodyHashes(context, repeatable);
  const rows = await context.database.prisma.$queryRaw<{ created_at: Date }[]>`
    insert into idempotency_record as earlier (token_id, key, request, body_hash, created_at, expires_at)
    values (${tokenId}::uuid, ${key}, ${request}, ${newest}, now(), now() + make_interval(hours => ${KEPT_HOURS}))
    on conflict (token_id, key) do update set
      request = excluded.request, body_hash = excluded.body_hash, status = null, response_sealed = null,
      created_at = excluded.created_at, expires_at = excluded.expires_at
    where earlier.expires_at <= now()
      or (earlier.status is null
        and earlier.created_at < now() - make_interval(secs => ${ABANDONED_AFTER_SECONDS})
        and earlier.request = excluded.request
        and earlier.body_hash = any(${bodyHashes(context, repeatable)}::text[]))
    returning created_at`;
  return rows[0]?.created_at ?? null;
}

async function readEarlier(
  context: OnceContext,
  repeatable: RepeatableRequest,
): Promise<Result<ApiAnswer, Refusal>> {
  const { tokenId, key, request } = repeatable;
  const earlier = await context.database.prisma.idempotencyRecord.findUnique({
    where: { tokenId_key: { tokenId, key } },
  });
  // Gone again: the first one released its key between the two statements.
  const inFlight = fail({ reason: "idempotency-in-flight", retryAfterSeconds: RETRY_SECONDS } as const);
  if (!earlier) return inFlight;
  const isSame = earlier.request === request && bodyHashes(context, repeatable).includes(earlier.bodyHash);
  if (!isSame) return fail({ reason: "idempotency-key-reused" });
  if (earlier.status === null || earlier.responseSealed === null) return inFlight;
  const opened = context.keyring.open(earlier.responseSealed, sealPlace(repeatable));
  const { headers, body } = savedAnswer.parse(JSON.parse(opened));
  return succeed({ status: earlier.status, headers: { ...headers, "Idempotency-Replayed": "true" }, body });
}

/** Only while the key is still this request's: one that took a minute may have lost it. */
async function saveAnswer(
  context: OnceContext,
  repeatable: RepeatableRequest,
  claimedAt: Date,
  { status, headers, body }: ApiAnswer,
): Promise<void> {
  const { tokenId, key } = repeatable;
  const responseSealed = context.keyring.seal(JSON.stringify({ headers, body }), sealPlace(repeatable));
  await context.database.prisma.idempotencyRecord.updateMany({
    where: { tokenId, key, createdAt: claimedAt, status: null },
    data: { status, responseSealed },
  });
}

async function releaseKey(
  context: OnceContext,
  { tokenId, key }: RepeatableRequest,
  claimedAt: Date,
): Promise<void> {
  await context.database.prisma.idempotencyRecord.deleteMany({
    where: { tokenId, key, createdAt: claimedAt, status: null },
  });
}

function bodyHashes(context: OnceContext, { bodyText }: RepeatableRequest): string[] {
  return [...context.keyring.hmacs("idempotency-body", bodyText)];
}

function sealPlace({ tokenId, key }: RepeatableRequest): string {
  return `idempotency_record:response_sealed:${tokenId}:${key}`;
}
