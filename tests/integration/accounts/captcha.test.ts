import { solveChallenge } from "altcha-lib";
import { deriveKey } from "altcha-lib/algorithms/pbkdf2";
import { afterAll, beforeAll, expect, test } from "vitest";
import { createCaptchaChallenge, isCaptchaNeeded, spendCaptcha } from "@/lib/accounts/captcha";
import { registerAccount } from "@/lib/accounts/register-account";
import { createKeyring } from "@/lib/secrets/keyring";
import { newName, openTestPortal, TEST_PASSWORD, type TestPortal } from "@/tests/support/test-portal";

let portal: TestPortal;
beforeAll(async () => {
  portal = await openTestPortal({ environment: { REGISTRATION_CAPTCHA: "when-busy" } });
});
afterAll(() => portal.close());

interface Answer {
  readonly challenge: Awaited<ReturnType<typeof createCaptchaChallenge>>;
  readonly solution: NonNullable<Awaited<ReturnType<typeof solveChallenge>>>;
}

async function solve(): Promise<Answer> {
  const challenge = await createCaptchaChallenge(portal.context);
  const solution = await solveChallenge({ challenge, deriveKey });
  if (!solution) throw new Error("the puzzle has no solution");
  return { challenge, solution };
}

const encode = (answer: unknown) => Buffer.from(JSON.stringify(answer)).toString("base64");

test("a solved puzzle is accepted once, also when ten requests bring it at once", async () => {
  const answer = encode(await solve());
  const spent = await Promise.all(Array.from({ length: 10 }, () => spendCaptcha(portal.context, answer)));
  expect(spent.filter(Boolean)).toHaveLength(1);
  expect(await spendCaptcha(portal.context, answer)).toBe(false);
});

test("the same solution in another dress is still spent", async () => {
  const answer = await solve();
  expect(await spendCaptcha(portal.context, encode(answer))).toBe(true);
  const shouted = {
    ...answer,
    challenge: { ...answer.challenge, signature: answer.challenge.signature?.toUpperCase() },
  };
  const reordered = { solution: answer.solution, challenge: answer.challenge, more: 1 };
  expect(await spendCaptcha(portal.context, encode(shouted))).toBe(false);
  expect(await spendCaptcha(portal.context, encode(reordered))).toBe(false);
});

test("what we did not sign, what is not solved, and what is no answer at all is refused", async () => {
  const { challenge, solution } = await solve();
  const foreign = createKeyring(`k9:${Buffer.alloc(32, 9).toString("base64")}`);
  const theirs = await createCaptchaChallenge({ keyring: foreign });
  const easier = { ...challenge, parameters: { ...challenge.parameters, cost: 1 } };
  const attempts = [
    encode({ challenge: theirs, solution }),
    encode({ challenge: easier, solution }),
    encode({ challenge, solution: { ...solution, derivedKey: "00".repeat(32) } }),
    encode({ challenge: { ...challenge, signature: "" }, solution }),
    encode(null),
    "not base64 of anything",
    "",
  ];
  for (const attempt of attempts) expect(await spendCaptcha(portal.context, attempt)).toBe(false);
  expect(await spendCaptcha(portal.context, encode({ challenge, solution }))).toBe(true);
});

test("a busy network is asked for a proof of work, a quiet one is not", async () => {
  const visitor = { kind: "visitor", networkAddress: "198.51.100.20" } as const;
  const register = (captcha?: string) =>
    registerAccount(portal.context, visitor, {
      localPart: newName(),
      domain: "pasture.test",
      password: TEST_PASSWORD,
      recoveryEmail: undefined,
      ...(captcha === undefined ? {} : { captcha }),
    });
  for (let calm = 0; calm < 3; calm += 1) expect((await register()).ok).toBe(true);
  expect(await register()).toMatchObject({ failure: { reason: "captcha-needed" } });
  expect(await register("nonsense")).toMatchObject({ failure: { reason: "captcha-wrong" } });
  expect((await register(encode(await solve()))).ok).toBe(true);
  expect(await isCaptchaNeeded(portal.context, "203.0.113.5")).toBe(false);
});
