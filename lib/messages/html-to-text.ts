/** How much of a message is looked through: a code that matters stands near the top. */
const MAX_CHARACTERS = 100_000;

const ENTITIES: Readonly<Record<string, string>> = {
  nbsp: " ",
  amp: "&",
  lt: "<",
  gt: ">",
  quot: '"',
  zwnj: "",
};

/** Words of an HTML message as plain text, never to be shown as HTML: one pass, no tree. */
export function htmlToText(html: string): string {
  let text = "";
  let position = 0;
  const source = html.slice(0, MAX_CHARACTERS);
  const lower = source.toLowerCase();
  while (position < source.length) {
    const open = source.indexOf("<", position);
    if (open < 0) return decodeEntities(text + source.slice(position));
    text += source.slice(position, open);
    const close = endOfTag(lower, open);
    if (close < 0) break;
    text += /^<(?:\/?(?:b|i|em|strong|span|font|u|a|code)\b)/.test(lower.slice(open, open + 10)) ? "" : "\n";
    position = close;
  }
  return decodeEntities(text);
}

/** What a reader does not see ends with its closing tag. */
function endOfTag(lower: string, open: number): number {
  const hidden = /^<(script|style|head|title|!--)/.exec(lower.slice(open, open + 8))?.[1];
  const end = hidden === "!--" ? "-->" : hidden ? `</${hidden}` : ">";
  const close = lower.indexOf(end, open + 1);
  if (close < 0) return -1;
  if (!hidden || hidden === "!--") return close + end.length;
  const after = lower.indexOf(">", close);
  return after < 0 ? -1 : after + 1;
}

function decodeEntities(text: string): string {
  return text.replace(
    /&(?:#(\d{1,7})|([a-z]{2,5}));/g,
    (whole, number: string | undefined, name: string | undefined) => {
      if (number === undefined) return ENTITIES[name ?? ""] ?? whole;
      const point = Number(number);
      return point > 0 && point <= 0x10_ffff ? String.fromCodePoint(point) : whole;
    },
  );
}
