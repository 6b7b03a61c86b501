/** Mailcow writes dates in its server's local time without a zone: `2026-11-21 08:26:48`. */
export function formatServerTime(at: Date): string {
  const date = [at.getFullYear(), pad(at.getMonth() + 1), pad(at.getDate())].join("-");
  return `${date} ${pad(at.getHours())}:${pad(at.getMinutes())}:${pad(at.getSeconds())}`;
}

export function nowInServerTime(): string {
  return formatServerTime(new Date());
}

export function nowInSeconds(): number {
  return Math.floor(Date.now() / 1000);
}

function pad(value: number): string {
  return String(value).padStart(2, "0");
}
