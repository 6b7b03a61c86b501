/** For a table: what a stranger wrote can neither break the line nor steer the terminal. */
export function oneLine(text: string, most = 60): string {
  const plain = text.replace(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]+/gu, " ").trim();
  return plain.length > most ? `${plain.slice(0, most - 1)}…` : plain;
}

/** For a message's text: its lines stay, what steers a terminal goes. */
export function plainLines(text: string): string {
  return text.replace(/\r\n?/g, "\n").replace(/[^\P{Cc}\n\t]|[\u202a-\u202e\u2066-\u2069]/gu, "");
}
