"use server";

import { refresh } from "next/cache";
import { redirect } from "next/navigation";
import { getTranslations } from "next-intl/server";
import { refuseForm, refuseShape, textOf } from "@/app/form-answers";
import type { FormState } from "@/components/ui/form-state";
import { removeDomain } from "@/lib/domains/remove-domain";
import { requestDiscovery } from "@/lib/domains/request-discovery";
import { saveDomain } from "@/lib/domains/save-domain";
import { saveSharedCredentials } from "@/lib/domains/save-shared-credentials";
import { saveDomainInput, saveSharedCredentialsInput } from "@/lib/domains/schema";
import { getPortalContext } from "@/lib/web/portal-context";
import { requireAdmin } from "@/lib/web/require-admin";

const SWITCHES = ["registrationOpen", "temporaryAllowed", "visitorsAllowed", "isPremium"];
const LIMITS = ["defaultQuotaMiB", "capPerPerson", "capPerDay", "capTotal"];
const TEXTS = ["name", "kind", "imapHost", "imapPort", "credentialsKey", "username", "registrationMode"];
const KEPT = [...TEXTS, ...SWITCHES, ...LIMITS];

/** Shared credentials are saved first, because the domain names them. */
export async function save(_previous: FormState, form: FormData): Promise<FormState> {
  const actor = await requireAdmin();
  const context = await getPortalContext();
  const input = saveDomainInput.safeParse(readDomain(form));
  if (!input.success) return refuseShape(input.error, form, KEPT);
  if (textOf(form, "password") !== "") {
    const credentials = saveSharedCredentialsInput.safeParse({
      key: textOf(form, "credentialsKey"),
      username: textOf(form, "username"),
      password: textOf(form, "password"),
    });
    if (!credentials.success) return refuseShape(credentials.error, form, KEPT);
    const stored = await saveSharedCredentials(context, actor, credentials.data);
    if (!stored.ok) return refuseForm(stored.failure, form, { keep: KEPT });
  }
  const saved = await saveDomain(context, actor, input.data);
  if (!saved.ok) {
    return refuseForm(saved.failure, form, {
      keep: KEPT,
      fields: {
        "unknown-credentials": "credentialsKey",
        "host-invalid": "imapHost",
        "host-private": "imapHost",
        "host-unresolvable": "imapHost",
      },
    });
  }
  if (form.get("isNew")) redirect(`/admin/domains/${saved.value.name}?added=1`);
  refresh();
  return { status: "done", message: (await getTranslations("form"))("saved") };
}

export async function remove(_previous: FormState, form: FormData): Promise<FormState> {
  const actor = await requireAdmin();
  const removed = await removeDomain(await getPortalContext(), actor, { name: textOf(form, "name") });
  if (!removed.ok) return refuseForm(removed.failure, form);
  redirect("/admin/domains");
}

/** The worker answers within a second, if Mailcow does. */
const DISCOVERY_WAIT_MS = 4_000;

export async function discover(_previous: FormState, form: FormData): Promise<FormState> {
  const actor = await requireAdmin();
  const found = await requestDiscovery(await getPortalContext(), actor, { timeoutMs: DISCOVERY_WAIT_MS });
  if (!found.ok) return refuseForm(found.failure, form);
  refresh();
  const t = await getTranslations("admin.domains");
  if (found.value.state === "waiting") return { status: "done", message: t("discoveryWaits") };
  return { status: "done", message: t("discovered", { count: found.value.added.length }) };
}

/** An empty field takes the setting away; what only a legacy domain has is left alone on a managed one. */
function readDomain(form: FormData): unknown {
  const isLegacy = textOf(form, "kind") === "legacy";
  const orNull = (name: string) => textOf(form, name).trim() || null;
  const number = (name: string) => {
    const text = textOf(form, name).trim();
    return text === "" ? null : Number(text);
  };
  const host = orNull("imapHost");
  return {
    name: textOf(form, "name"),
    kind: textOf(form, "kind"),
    registrationMode: orNull("registrationMode"),
    ...Object.fromEntries(SWITCHES.map((name) => [name, form.has(name)])),
    ...Object.fromEntries(LIMITS.map((name) => [name, number(name)])),
    ...(isLegacy
      ? {
          imapHost: host,
          imapPort: host ? number("imapPort") : null,
          credentialsKey: orNull("credentialsKey"),
        }
      : {}),
  };
}
