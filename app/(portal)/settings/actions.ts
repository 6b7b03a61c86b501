"use server";

import { refresh } from "next/cache";
import { getTranslations } from "next-intl/server";
import { z } from "zod";
import { refuseForm, refuseShape, textOf } from "@/app/form-answers";
import type { FormState } from "@/components/ui/form-state";
import { changeAccountPassword } from "@/lib/accounts/change-account-password";
import { changeAccountPasswordInput, updateProfileInput } from "@/lib/accounts/schema";
import { updateProfile } from "@/lib/accounts/update-profile";
import { createToken } from "@/lib/api-tokens/create-token";
import { revokeToken } from "@/lib/api-tokens/revoke-token";
import { createTokenInput } from "@/lib/api-tokens/schema";
import { revokeSession } from "@/lib/sessions/revoke-session";
import { revokeSessionInput } from "@/lib/sessions/schema";
import { getPortalContext } from "@/lib/web/portal-context";
import { requireSession } from "@/lib/web/require-session";

export async function saveProfile(_previous: FormState, form: FormData): Promise<FormState> {
  const actor = await requireSession();
  const values = { displayName: textOf(form, "displayName"), recoveryEmail: textOf(form, "recoveryEmail") };
  const kept = Object.keys(values);
  const input = updateProfileInput.safeParse(values);
  if (!input.success) return refuseShape(input.error, form, kept);
  const saved = await updateProfile(await getPortalContext(), actor, input.data);
  if (!saved.ok) {
    return refuseForm(saved.failure, form, { keep: kept, fields: { "recovery-inside": "recoveryEmail" } });
  }
  refresh();
  return { status: "done", message: (await getTranslations("form"))("saved"), values };
}

export async function changePassword(_previous: FormState, form: FormData): Promise<FormState> {
  const actor = await requireSession();
  const input = changeAccountPasswordInput.safeParse({
    currentPassword: textOf(form, "currentPassword"),
    newPassword: textOf(form, "newPassword"),
    alsoMailbox: form.has("alsoMailbox"),
  });
  if (!input.success) return refuseShape(input.error, form);
  const changed = await changeAccountPassword(await getPortalContext(), actor, input.data);
  if (!changed.ok) {
    return refuseForm(changed.failure, form, {
      fields: { "wrong-password": "currentPassword", "weak-password": "newPassword" },
    });
  }
  refresh();
  const t = await getTranslations("settings.password");
  return { status: "done", message: changed.value.operationId ? t("changedBoth") : t("changed") };
}

export async function endSession(_previous: FormState, form: FormData): Promise<FormState> {
  return revokeSessions({ sessionId: textOf(form, "sessionId") }, form);
}

export async function endOtherSessions(_previous: FormState, form: FormData): Promise<FormState> {
  return revokeSessions({ others: true }, form);
}

async function revokeSessions(values: unknown, form: FormData): Promise<FormState> {
  const actor = await requireSession();
  const input = revokeSessionInput.safeParse(values);
  if (!input.success) return refuseForm({ reason: "not-found" }, form);
  const revoked = await revokeSession(await getPortalContext(), actor, input.data);
  if (!revoked.ok) return refuseForm(revoked.failure, form);
  refresh();
  return { status: "done", message: (await getTranslations("settings.sessions"))("ended") };
}

const MAILBOX_FIELD = "mailbox:";

export async function makeToken(_previous: FormState, form: FormData): Promise<FormState> {
  const actor = await requireSession();
  const expiresInDays = textOf(form, "expiresInDays");
  const chosen = [...form.keys()].filter((name) => name.startsWith(MAILBOX_FIELD));
  const input = createTokenInput.safeParse({
    name: textOf(form, "name"),
    scopes: form.getAll("scopes"),
    expiresInDays: expiresInDays === "" ? null : Number(expiresInDays),
    ...(chosen.length > 0
      ? { mailboxAddresses: chosen.map((name) => name.slice(MAILBOX_FIELD.length)) }
      : {}),
  });
  // Also the ticks: a limit that is forgotten on the way would make a token for all mailboxes.
  const kept = ["name", "expiresInDays", ...chosen];
  if (!input.success) return refuseShape(input.error, form, kept);
  const created = await createToken(await getPortalContext(), actor, input.data);
  if (!created.ok) {
    return refuseForm(created.failure, form, {
      keep: kept,
      fields: {
        "scope-too-wide": "scopes",
        "scope-beyond-mailboxes": "scopes",
        "mailbox-not-own": "mailboxAddresses",
      },
    });
  }
  refresh();
  const t = await getTranslations("settings.tokens");
  return { status: "done", message: t("created"), details: { token: created.value.token } };
}

export async function revoke(_previous: FormState, form: FormData): Promise<FormState> {
  const actor = await requireSession();
  const input = z.strictObject({ tokenId: z.uuid() }).safeParse({ tokenId: textOf(form, "tokenId") });
  if (!input.success) return refuseForm({ reason: "not-found" }, form);
  const revoked = await revokeToken(await getPortalContext(), actor, input.data);
  if (!revoked.ok) return refuseForm(revoked.failure, form);
  refresh();
  return { status: "done", message: (await getTranslations("settings.tokens"))("revoked") };
}
