import { getFormatter, getTranslations } from "next-intl/server";
import { NewToken } from "@/components/accounts/new-token";
import { ActionForm } from "@/components/ui/action-form";
import { Card } from "@/components/ui/card";
import { Checkbox } from "@/components/ui/checkbox";
import { EmptyState } from "@/components/ui/empty-state";
import { Field } from "@/components/ui/field";
import { FieldGroup } from "@/components/ui/field-group";
import { KeptCheckbox } from "@/components/ui/kept-checkbox";
import { Moment } from "@/components/ui/moment";
import { SelectInput } from "@/components/ui/select-input";
import { SubmitButton } from "@/components/ui/submit-button";
import { TextInput } from "@/components/ui/text-input";
import { listTokens, type TokenView } from "@/lib/api-tokens/queries";
import { scopes } from "@/lib/context/actor";
import { listOwnMailboxes } from "@/lib/mailboxes/list-own-mailboxes";
import { listTemporaryMailboxes } from "@/lib/temporary-mailboxes/queries";
import { getPortalContext } from "@/lib/web/portal-context";
import { requireSession } from "@/lib/web/require-session";
import { makeToken, revoke } from "./actions";

const LIFETIMES_DAYS = [30, 90, 365] as const;

export async function TokensSection() {
  const actor = await requireSession();
  const context = await getPortalContext();
  const [tokens, own, temporary] = await Promise.all([
    listTokens(context, actor),
    listOwnMailboxes(context, actor),
    listTemporaryMailboxes(context, actor),
  ]);
  const mailboxes = [...own, ...temporary].map(({ address }) => address);
  const t = await getTranslations("settings.tokens");
  return (
    <Card id="tokens" title={t("title")} description={t("description")}>
      <div className="grid gap-6">
        {tokens.length === 0 ? (
          <EmptyState>{t("none")}</EmptyState>
        ) : (
          <ul className="grid">
            {tokens.map((token) => (
              <Token key={token.id} token={token} />
            ))}
          </ul>
        )}
        <CreateTokenForm isAdmin={actor.role === "ADMIN"} mailboxes={mailboxes} />
        <a className="link inline-flex min-h-11 items-center" href="/api-reference">
          {t("reference")}
        </a>
      </div>
    </Card>
  );
}

async function Token({ token }: { readonly token: TokenView }) {
  const t = await getTranslations("settings.tokens");
  const scope = await getTranslations("scopes");
  const form = await getTranslations("form");
  const format = await getFormatter();
  const now = new Date();
  return (
    <li className="flex flex-wrap items-center justify-between gap-x-4 gap-y-2 border-t border-line py-3 first:border-t-0">
      <div className="min-w-0">
        <p className="font-medium">
          {token.name} <code className="font-mono text-sm font-normal text-ink-soft">{token.hint}…</code>
        </p>
        <p className="text-sm text-ink-soft">
          {scopes
            .filter((name) => token.scopes.includes(name))
            .map((name) => scope(name))
            .join(" · ")}
        </p>
        {token.mailboxes ? (
          <p className="text-sm break-words text-ink-soft">
            {token.mailboxes.length > 0
              ? t("onlyFor", { address: format.list([...token.mailboxes]) })
              : t("mailboxesGone")}
          </p>
        ) : null}
        <p className="text-sm text-ink-soft">
          {token.lastUsedAt ? (
            <>
              {t("used")} <Moment at={token.lastUsedAt} now={now} />
            </>
          ) : (
            t("notUsed")
          )}
          {token.expiresAt ? (
            <span>
              {" · "}
              {t("expiresAt")} {format.dateTime(token.expiresAt, { dateStyle: "medium" })}
            </span>
          ) : null}
        </p>
      </div>
      <ActionForm id={`revoke-${token.id}`} action={revoke} errorTitle={form("checkFields")}>
        <input type="hidden" name="tokenId" value={token.id} />
        <SubmitButton tone="quiet" className="text-bad-ink hover:bg-bad-soft">
          <span aria-hidden="true">{t("revoke")}</span>
          <span className="sr-only">{`${t("revoke")}: ${token.name}`}</span>
        </SubmitButton>
      </ActionForm>
    </li>
  );
}

interface CreateTokenFormProps {
  readonly isAdmin: boolean;
  /** Addresses to which a token can be limited. */
  readonly mailboxes: readonly string[];
}

async function CreateTokenForm({ isAdmin, mailboxes }: CreateTokenFormProps) {
  const t = await getTranslations("settings.tokens");
  const scope = await getTranslations("scopes");
  const table = await getTranslations("settingsTable");
  const form = await getTranslations("form");
  const offered = scopes.filter((name) => isAdmin || !name.startsWith("admin:"));
  return (
    <ActionForm
      id="create-token"
      action={makeToken}
      errorTitle={form("checkFields")}
      className="grid max-w-md gap-5 border-t border-line pt-6"
    >
      <NewToken labels={{ copy: t("copy"), copied: table("copied"), failed: table("copyFailed") }} />
      <Field name="name" label={t("name")} hint={t("nameHint")}>
        <TextInput name="name" autoComplete="off" maxLength={100} required hasHint />
      </Field>
      <FieldGroup name="scopes" label={t("scopes")}>
        {offered.map((name) => (
          <Checkbox key={name} name="scopes" value={name} label={scope(name)} />
        ))}
      </FieldGroup>
      {mailboxes.length > 1 ? (
        <FieldGroup name="mailboxAddresses" label={t("mailboxes")}>
          <p className="text-sm text-ink-soft">{t("mailboxesHint")}</p>
          {mailboxes.map((address) => (
            <KeptCheckbox
              key={address}
              name={`mailbox:${address}`}
              label={<span className="break-all">{address}</span>}
            />
          ))}
        </FieldGroup>
      ) : (
        mailboxes.map((address) => (
          <KeptCheckbox
            key={address}
            name={`mailbox:${address}`}
            label={<span className="break-words">{t("onlyFor", { address })}</span>}
            hint={t("onlyForHint")}
          />
        ))
      )}
      <Field name="expiresInDays" label={t("expires")}>
        <SelectInput
          name="expiresInDays"
          defaultValue="90"
          options={[
            ...LIFETIMES_DAYS.map((days) => ({ value: String(days), label: t("days", { days }) })),
            { value: "", label: t("never") },
          ]}
        />
      </Field>
      <div>
        <SubmitButton tone="secondary">{t("create")}</SubmitButton>
      </div>
    </ActionForm>
  );
}
