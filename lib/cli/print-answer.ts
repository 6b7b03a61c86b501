/** A command's answer on standard output: JSON on one line when asked for, else sentences for people. */
export function printAnswer(options: { readonly json?: boolean }, answer: unknown, text: string): void {
  process.stdout.write(options.json ? `${JSON.stringify(answer)}\n` : `${text}\n`);
}
