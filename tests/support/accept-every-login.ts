import type { WorkerContext } from "@/lib/context/portal-context";

/** For tests about something else than logging in, on a sandbox without a mail engine. */
export function acceptEveryLogin(context: WorkerContext): WorkerContext {
  return { ...context, mailLogins: { prove: async () => ({ state: "accepted" }) } };
}
