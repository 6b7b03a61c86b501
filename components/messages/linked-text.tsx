import type { ReactNode } from "react";

/** A message of nothing but links is nobody's letter; beyond this the rest stays text. */
const MAX_LINKS = 200;
const LINK = /https?:\/\/[^\s<>"]{1,2000}/gi;
/** Belongs to the sentence around a link, not to the link. */
const SENTENCE_END = /[.,;:!?'»“”)\]]+$/;

/**
 * The text of a message with its web addresses as links. Everything is text to React; a link opens outside and does
 * not tell where it was found.
 */
export function LinkedText({ text }: { readonly text: string }) {
  const parts: ReactNode[] = [];
  let end = 0;
  let links = 0;
  for (const match of text.matchAll(LINK)) {
    if (links === MAX_LINKS) break;
    const url = trimEnd(match[0]);
    if (!URL.canParse(url)) continue;
    parts.push(text.slice(end, match.index));
    parts.push(
      <a key={match.index} className="link" href={url} target="_blank" rel="noopener noreferrer nofollow">
        {url}
      </a>,
    );
    end = match.index + url.length;
    links += 1;
  }
  parts.push(text.slice(end));
  return parts;
}

/** A closing bracket stays where the link itself opened one. */
function trimEnd(url: string): string {
  const trimmed = url.replace(SENTENCE_END, "");
  const isOpen = trimmed.includes("(") && !trimmed.includes(")");
  return isOpen && url[trimmed.length] === ")" ? `${trimmed})` : trimmed;
}
