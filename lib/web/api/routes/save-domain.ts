import { z } from "zod";
import { saveDomain as saveDomainService } from "@/lib/domains/save-domain";
import { saveDomainInput } from "@/lib/domains/schema";
import { defineRoute, reply } from "../define-route";

const fields = saveDomainInput.shape;

export const saveDomain = defineRoute({
  method: "POST",
  path: "/api/v1/admin/domains",
  tag: "Administration",
  summary: "Add a domain, or change one",
  description:
    "What is absent stays as it is, or takes its default for a new domain; null takes a setting away. A change between Mailcow-managed and legacy affects mailboxes made from now on.",
  scope: "admin:write",
  body: z.strictObject({
    domain: fields.name.meta({ example: "example.org" }),
    imap_host: fields.imapHost.meta({ description: "Where a legacy domain's mail is read" }),
    imap_port: fields.imapPort.meta({ description: "143 or 993", example: 993 }),
    is_premium: fields.isPremium.meta({ description: "Offered only to accounts that may use such domains" }),
    is_mailcow_managed: z
      .boolean()
      .optional()
      .meta({ description: "False is a legacy domain: a catch-all or shared IMAP account" }),
    credentials_key: fields.credentialsKey.meta({
      description: "Which shared credentials read a legacy domain",
    }),
    temporary_allowed: fields.temporaryAllowed,
    visitors_allowed: fields.visitorsAllowed,
    registration_open: fields.registrationOpen,
    registration_mode: fields.registrationMode,
    default_quota_mb: fields.defaultQuotaMiB.meta({ description: "MiB" }),
    cap_per_person: fields.capPerPerson,
    cap_per_day: fields.capPerDay,
    cap_total: fields.capTotal,
  }),
  output: z.strictObject({ id: z.uuid(), domain: z.string() }),
  successes: { 200: "Changed", 201: "Added" },
  failures: [
    "not-allowed",
    "invalid-domain",
    "unknown-credentials",
    "port-not-allowed",
    "host-invalid",
    "host-unresolvable",
    "host-private",
  ],
  failureFields: {
    "invalid-domain": "domain",
    "unknown-credentials": "credentials_key",
    "port-not-allowed": "imap_port",
    "host-invalid": "imap_host",
    "host-unresolvable": "imap_host",
    "host-private": "imap_host",
  },
  handle: async ({ context, actor, body }) => {
    const saved = await saveDomainService(context, actor, {
      name: body.domain,
      kind:
        body.is_mailcow_managed === undefined ? undefined : body.is_mailcow_managed ? "managed" : "legacy",
      imapHost: body.imap_host,
      imapPort: body.imap_port,
      credentialsKey: body.credentials_key,
      isPremium: body.is_premium,
      temporaryAllowed: body.temporary_allowed,
      visitorsAllowed: body.visitors_allowed,
      registrationOpen: body.registration_open,
      registrationMode: body.registration_mode,
      defaultQuotaMiB: body.default_quota_mb,
      capPerPerson: body.cap_per_person,
      capPerDay: body.cap_per_day,
      capTotal: body.cap_total,
    });
    if (!saved.ok) return saved;
    const { id, name, isNew } = saved.value;
    return reply(isNew ? 201 : 200, { id, domain: name });
  },
});
