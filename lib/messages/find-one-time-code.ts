/** Looked through; a code that matters stands near the top. */
const MAX_CHARACTERS = 20_000;
/** A code further than this from a word that announces it is some other number. */
const NEAR = 120;

const ANNOUNCED =
  /\b(?:one[- ]time|verification|security|confirmation|confirm|login|log[- ]in|sign[- ]in|access|authentication|activation|validation|pass)?[- ]?(?:code|passcode|otp|pin|password|token)\b|(?:^|[^\p{L}])(?:код|пароль|пин)(?:а|у|ом|е)?(?!\p{L})|\bcodigo\b|código|\bcode\b|Best(?:ä|ae)tigungscode|验证码|認証コード/giu;

/** 4 to 8 digits, or two groups of three or four; or letters and digits in capitals. */
const CANDIDATE =
  /(?<![\p{L}\p{N}._/@#+:-])(?:\d{3,4}[ -]\d{3,4}|[A-Z]-\d{5,7}|\d{4,8}|(?=[A-Z0-9]{0,7}\d)(?=[A-Z0-9]{0,7}[A-Z])[A-Z0-9]{5,8}|[A-Z0-9]{4}-[A-Z0-9]{4})(?![\p{L}\p{N}@%/]|[.,:-]\d)/gu;

/**
 * The code that a sign-up or sign-in message brings, or null. A number counts only near a word that announces one,
 * so order numbers, years, prices and telephone numbers do not; where several do, the nearest after such a word wins.
 */
export function findOneTimeCode(subject: string, text: string): string | null {
  return findIn(subject.slice(0, 1_000)) ?? findIn(text.slice(0, MAX_CHARACTERS));
}

function findIn(text: string): string | null {
  const words = [...text.matchAll(ANNOUNCED)].map((match) => ({
    start: match.index,
    end: match.index + match[0].length,
  }));
  if (words.length === 0) return null;
  let best: { readonly code: string; readonly distance: number } | null = null;
  for (const match of text.matchAll(CANDIDATE)) {
    const code = match[0];
    if (isSomethingElse(text, match.index, code)) continue;
    const distance = nearest(words, match.index, match.index + code.length);
    if (distance <= NEAR && (!best || distance < best.distance)) best = { code, distance };
  }
  return best ? best.code.replace(/[ -]/g, (sign) => (/^[\d -]+$/.test(best.code) ? "" : sign)) : null;
}

/** A code before its word ("123456 is your code") is as good as one behind it, but only when close. */
function nearest(words: ReadonlyArray<{ start: number; end: number }>, start: number, end: number): number {
  let distance = Number.POSITIVE_INFINITY;
  for (const word of words) {
    if (word.end <= start) distance = Math.min(distance, start - word.end);
    else if (end <= word.start) distance = Math.min(distance, (word.start - end) * 2 + 5);
  }
  return distance;
}

function isSomethingElse(text: string, index: number, code: string): boolean {
  const before = text.slice(Math.max(0, index - 24), index);
  const after = text.slice(index + code.length, index + code.length + 16);
  if (
    /(?:[$€£¥₽]|\b(?:usd|eur|rub|order|invoice|ref|no|nr|tel|phone|copyright|since|ticket|case)\b\.?:?)\s*#?$/i.test(
      before,
    )
  )
    return true;
  if (/[©]\s*$/.test(before)) return true;
  if (/^\s?(?:[$€£¥₽%]|(?:usd|eur|rub|minutes?|hours?|seconds?|days?|минут|час))/i.test(after)) return true;
  return /^(?:19|20)\d\d$/.test(code) && !/(?:is|:|—|–|-)\s*$/i.test(before);
}
