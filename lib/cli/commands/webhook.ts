import type { Command } from "commander";
import { addWebhookCreate } from "./webhook-create";
import { addWebhookDelete } from "./webhook-delete";
import { addWebhookDeliveries } from "./webhook-deliveries";
import { addWebhookList } from "./webhook-list";

export function addWebhookCommands(program: Command): void {
  const webhook = program.command("webhook").description("addresses that hear of events");
  addWebhookCreate(webhook);
  addWebhookList(webhook);
  addWebhookDeliveries(webhook);
  addWebhookDelete(webhook);
}
