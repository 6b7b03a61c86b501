import type { BrowserContext } from "@playwright/test";

/**
 * Collects what no page may have: errors in the console, uncaught errors, and anything the Content-Security-Policy
 * stopped. The list grows as things happen.
 */
export async function watchPages(context: BrowserContext): Promise<readonly string[]> {
  const problems: string[] = [];
  context.on("console", (message) => {
    if (message.type() === "error") problems.push(`console, ${message.location().url}: ${message.text()}`);
  });
  context.on("weberror", (error) => problems.push(`uncaught: ${error.error().stack}`));
  await context.exposeBinding("reportViolation", (_source, violation: string) => {
    problems.push(`policy: ${violation}`);
  });
  await context.addInitScript(() => {
    document.addEventListener("securitypolicyviolation", (event) => {
      const { reportViolation } = window as unknown as { reportViolation(violation: string): void };
      reportViolation(`${event.violatedDirective} stopped ${event.blockedURI} on ${event.documentURI}`);
    });
  });
  return problems;
}
