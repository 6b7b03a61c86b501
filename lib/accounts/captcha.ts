import { randomInt } from "node:crypto";
import { type Challenge, createChallenge, verifySolution } from "altcha-lib";
import { deriveKey } from "altcha-lib/algorithms/pbkdf2";
import { z } from "zod";
import type { PortalContext } from "@/lib/context/portal-context";
import { networkOf, type RateLimit } from "@/lib/database/rate-limits";

/** Registrations of one network an hour before a proof of work is asked for. */
const BUSY: RateLimit = { name: "register-busy", points: 3, perSeconds: 3_600 };
const LIFETIME_MS = 10 * 60_000;
/** PBKDF2 rounds a try, and the range the answer hides in: about a second on a phone. */
const COST = 2_000;
const COUNTER = { from: 100, to: 400 };

const payloadSchema = z.object({
  challenge: z.object({ parameters: z.looseObject({}), signature: z.string() }),
  solution: z.looseObject({ counter: z.number(), derivedKey: z.string() }),
});

type CaptchaContext = Pick<PortalContext, "database" | "keyring" | "rateLimits" | "settings">;

/** Whether a visitor of this network must show a proof of work before registering. */
export async function isCaptchaNeeded(
  context: Pick<CaptchaContext, "rateLimits" | "settings">,
  networkAddress: string,
): Promise<boolean> {
  if (context.settings.captcha === "off") return false;
  if (context.settings.captcha === "always") return true;
  return !(await context.rateLimits.check(BUSY, networkOf(networkAddress))).ok;
}

/** Counts a registration towards "this network is busy". */
export async function countTowardsBusy(
  context: Pick<CaptchaContext, "rateLimits">,
  networkAddress: string,
): Promise<void> {
  await context.rateLimits.consume(BUSY, networkOf(networkAddress));
}

/** A puzzle for the browser to solve by itself; nothing is stored until it is spent. */
export function createCaptchaChallenge(context: Pick<CaptchaContext, "keyring">): Promise<Challenge> {
  return createChallenge({
    algorithm: "PBKDF2/SHA-256",
    cost: COST,
    counter: randomInt(COUNTER.from, COUNTER.to),
    deriveKey,
    expiresAt: new Date(Date.now() + LIFETIME_MS),
    ...signingSecrets(context),
  });
}

/**
 * Checks an answer and spends it: the same answer is refused the second time, also when two requests bring it
 * at once.
 *
 * @param answer Base64 of the JSON `{challenge, solution}` that the page sends.
 */
export async function spendCaptcha(
  context: Pick<CaptchaContext, "database" | "keyring">,
  answer: string,
): Promise<boolean> {
  const payload = readPayload(answer);
  if (!payload) return false;
  const result = await verifySolution({ ...payload, deriveKey, ...signingSecrets(context) });
  if (!result.verified) return false;
  const spent = await context.database.prisma.spentCaptcha.createMany({
    data: [{ signature: payload.challenge.signature, expiresAt: new Date(Date.now() + LIFETIME_MS) }],
    skipDuplicates: true,
  });
  return spent.count === 1;
}

function signingSecrets(context: Pick<CaptchaContext, "keyring">) {
  return {
    hmacSignatureSecret: context.keyring.hmac("captcha", "challenge"),
    hmacKeySignatureSecret: context.keyring.hmac("captcha", "answer"),
  };
}

function readPayload(answer: string) {
  try {
    const text = Buffer.from(answer, "base64").toString("utf8");
    return payloadSchema.parse(JSON.parse(text)) as z.infer<typeof payloadSchema> & {
      challenge: Challenge;
    };
  } catch {
    return null;
  }
}
