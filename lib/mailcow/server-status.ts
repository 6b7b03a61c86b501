import { z } from "zod";
import { parseFields, textField } from "@/lib/mailcow/answer-fields";
import type { MailcowClient } from "@/lib/mailcow/create-mailcow-client";

export type MailcowContainer = {
  /** `dovecot-mailcow` and so on. */
  readonly name: string;
  /** Docker's word: `running`, `exited` … */
  readonly state: string;
  readonly startedAt: string;
  readonly image: string;
};

export type VmailStatus = {
  readonly device: string;
  /** Rounded for people by `df -H`, such as `21G`. */
  readonly used: string;
  readonly total: string;
  readonly usedPercent: number;
};

const containersAnswer = z.record(
  z.string(),
  z.object({ state: textField, started_at: textField, image: textField }),
);

const vmailAnswer = z.object({
  disk: textField,
  used: z.string().nullable(),
  total: z.string().nullable(),
  used_percent: z.string().nullable(),
});

/** Such as `2026-07b`. The cheapest call there is: use it to learn whether Mailcow answers. @throws MailcowError */
export async function getVersion(client: MailcowClient): Promise<string> {
  const endpoint = "get/status/version";
  const answer = await client.get(endpoint, [], "read");
  return parseFields(endpoint, z.object({ version: z.string().min(1) }), answer).version;
}

/** Null when Mailcow's own Docker helper does not answer; all other calls may work then. @throws MailcowError */
export async function getContainerStatus(client: MailcowClient): Promise<readonly MailcowContainer[] | null> {
  const endpoint = "get/status/containers";
  const answer = await client.get(endpoint, [], "read");
  if (answer === null) {
    return null;
  }
  return Object.entries(parseFields(endpoint, containersAnswer, answer)).map(([name, container]) => ({
    name,
    state: container.state,
    startedAt: container.started_at,
    image: container.image,
  }));
}

/** Room on the disk that holds the mail. Null when Mailcow's own Docker helper does not answer. @throws MailcowError */
export async function getVmailStatus(client: MailcowClient): Promise<VmailStatus | null> {
  const endpoint = "get/status/vmail";
  const { disk, used, total, used_percent } = parseFields(
    endpoint,
    vmailAnswer,
    await client.get(endpoint, [], "read"),
  );
  if (used === null || total === null || used_percent === null) {
    return null;
  }
  return { device: disk, used, total, usedPercent: Number.parseInt(used_percent, 10) };
}
