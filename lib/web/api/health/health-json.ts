import { z } from "zod";
import { asOf, instant } from "../mailbox-json";

export const portalStatus = z.enum(["ok", "degraded", "failing"]).meta({
  description: "`degraded`: everything is served, but work waits. `failing`: the database is away",
});
export const databaseStatus = z.enum(["ok", "unreachable"]);
export const workerStatus = z
  .enum(["ok", "silent"])
  .meta({ description: "`silent`: no worker for 20 seconds" });
export const mailServerStatus = z
  .enum(["ok", "unreachable", "unknown"])
  .meta({ description: "As the worker last saw it" });

/** For anybody: no names, no versions, no numbers. */
export const shortHealth = z.strictObject({
  status: portalStatus,
  database: databaseStatus,
  worker: workerStatus.nullable().meta({ description: "Null while the database is away" }),
  mail_server: mailServerStatus,
  mail_server_as_of: asOf,
});
export type ShortHealth = z.infer<typeof shortHealth>;

/** For admins' tokens. */
export const deepHealth = z.strictObject({
  status: portalStatus,
  database: z.strictObject({
    status: databaseStatus,
    latency_ms: z.number().min(0),
    pending_migrations: z.array(z.string()),
  }),
  worker: z.strictObject({
    status: workerStatus,
    count: z.number().int(),
    last_seen_at: instant.nullable(),
  }),
  mail_server: z.strictObject({
    status: mailServerStatus,
    last_answer_at: instant.nullable(),
    last_error_code: z.string().nullable(),
    last_error_at: instant.nullable(),
    version: z.string().nullable(),
    webmail_ready: z.boolean().nullable(),
    verify_tls: z
      .boolean()
      .meta({ description: "False is a risk: whoever can answer in its place gets the key" }),
    sandbox: z.boolean().meta({ description: "True while no real Mailcow is configured" }),
  }),
  operations: z.strictObject({
    queued: z.number().int(),
    running: z.number().int(),
    waiting: z.number().int(),
    needs_user: z.number().int(),
    needs_admin: z.number().int(),
    oldest_unfinished_at: instant.nullable(),
  }),
  domains: z.array(
    z.strictObject({
      name: z.string(),
      exists_in_mailcow: z.boolean().nullable(),
      active_in_mailcow: z.boolean().nullable(),
      mailboxes_left: z.number().int().nullable(),
      quota_left_mb: z.number().int().nullable(),
      as_of: asOf,
    }),
  ),
});
export type DeepHealth = z.infer<typeof deepHealth>;
