/** More of a long exchange than anybody reads again; the message itself stays where it is. */
const MOST_CHARACTERS = 60_000;

/** Every line behind a mark, as mail programs do it (RFC 3676): a line that is a quote already gets no space. */
export function quoteText(text: string): string {
  return cut(text)
    .split("\n")
    .map((line) => (line.startsWith(">") ? `>${line}` : line === "" ? ">" : `> ${line}`))
    .join("\n");
}

/** What is answered, below a line that says whose words these are; above it there is room to write. */
export function quoteBelow(text: string, introduction: string): string {
  return `\n\n${introduction}\n${quoteText(text)}\n`;
}

export interface ForwardedHead {
  readonly title: string;
  /** In their order: what it is called, and what it says. */
  readonly lines: readonly (readonly [name: string, value: string])[];
}

/** The whole message below its own head, without marks: it is passed on as it is. */
export function forwardBelow(text: string, { title, lines }: ForwardedHead): string {
  const head = lines
    .filter(([, value]) => value !== "")
    .map(([name, value]) => `${name}: ${value.replace(/\s+/g, " ")}`);
  return `\n\n---------- ${title} ----------\n${head.join("\n")}\n\n${cut(text)}\n`;
}

/** `Re:` once, whatever language the other side's program speaks. */
export function answerSubject(subject: string): string {
  return /^\s*(re|aw|sv|vs|ref|отв|на)\s*(\[\d+\])?\s*:/iu.test(subject)
    ? subject.trim()
    : `Re: ${subject}`.trim();
}

export function forwardSubject(subject: string): string {
  return /^\s*(fwd?|wg|tr|vb|пер)\s*:/iu.test(subject) ? subject.trim() : `Fwd: ${subject}`.trim();
}

function cut(text: string): string {
  return text.replace(/\r\n?/g, "\n").trimEnd().slice(0, MOST_CHARACTERS);
}
