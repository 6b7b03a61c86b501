/** What a person asks the mail server for, in its words. */
export interface ParsedSearch {
  readonly text?: string;
  readonly from?: string;
  readonly to?: string;
  readonly subject?: string;
}

const FIELDS = ["from", "to", "subject"] as const;
type Field = (typeof FIELDS)[number];

/** `from:anna`, `subject:"two words"`, words; a quote that is not closed goes to the end. */
const TOKEN = /(?:(from|to|subject):)?(?:"([^"]*)"?|(\S+))/giu;

/**
 * Reads the search box. Of a field named twice the last counts; everything else is one text to be found anywhere. Null
 * when nothing is asked for.
 */
export function parseSearch(query: string): ParsedSearch | null {
  const found: Partial<Record<Field, string>> = {};
  const words: string[] = [];
  for (const [whole, name, quoted, plain] of query.normalize("NFC").matchAll(TOKEN)) {
    const value = (quoted ?? plain ?? "").trim();
    const field = FIELDS.find((known) => known === name?.toLowerCase());
    if (field && value) found[field] = value;
    // `from:` and nothing behind it is a word like any other.
    else if (!field) words.push(value || whole.replaceAll('"', ""));
    else words.push(whole);
  }
  const text = words.join(" ").trim();
  if (text === "" && Object.keys(found).length === 0) return null;
  return { ...found, ...(text ? { text } : {}) };
}
