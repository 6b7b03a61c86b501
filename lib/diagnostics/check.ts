import type { WorkerContext } from "@/lib/context/portal-context";

export type CheckState = "ok" | "warning" | "failed" | "skipped";

/** One line of the diagnosis: what was seen and, unless all is well, why and what to do. */
export interface Check {
  readonly group: "portal" | "mailcow" | "mail";
  readonly name: string;
  readonly state: CheckState;
  /** What was observed, without secrets. */
  readonly seen: string;
  readonly cause?: string;
  readonly fix?: string;
  /** To copy into a shell. */
  readonly command?: string;
}

export type DoctorContext = Pick<WorkerContext, "database" | "settings" | "mailcow" | "webmail">;
