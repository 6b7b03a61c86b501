/**
 * Hands settings to code that only reads the environment: Next's own bundle, which is loaded apart from this
 * process's modules, and next-auth. Also stops Next from reading `.env` itself, which would bring the Mailcow key
 * into the web process.
 */
export function publishEnvironment(values: Readonly<Record<string, string>>): void {
  Object.assign(process.env, values, { __NEXT_PROCESSED_ENV: "true", NEXT_TELEMETRY_DISABLED: "1" });
}
