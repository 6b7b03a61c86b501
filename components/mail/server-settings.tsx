import { Copy } from "lucide-react";
import { getTranslations } from "next-intl/server";
import { CopyButton } from "@/components/ui/copy-button";
import type { MailSettings } from "@/lib/mailboxes/queries";

interface ServerRows {
  readonly protocol: "imap" | "smtp";
  readonly rows: readonly (readonly [name: "server" | "port" | "security" | "username", value: string])[];
}

/** What to type into a mail program: each value with a copy button, and all of them at once. */
export async function ServerSettings({ settings }: { readonly settings: MailSettings }) {
  const t = await getTranslations("settingsTable");
  const servers = serversOf(settings);
  const text = servers
    .map(({ protocol, rows }) =>
      [t(protocol), ...rows.map(([name, value]) => `${t(name)}: ${value}`)].join("\n"),
    )
    .join("\n\n");
  return (
    <div className="grid gap-4">
      <div className="grid gap-x-8 gap-y-6 lg:grid-cols-2">
        {servers.map((server) => (
          <SettingsList key={server.protocol} {...server} />
        ))}
      </div>
      <p className="text-sm text-ink-soft">{t("password")}</p>
      <div>
        <CopyButton
          text={`${text}\n`}
          label={t("copyAll")}
          copiedLabel={t("copied")}
          failedLabel={t("copyFailed")}
          className="border border-line-strong px-4"
        >
          <Copy size={16} />
          {t("copyAll")}
        </CopyButton>
      </div>
    </div>
  );
}

function serversOf(settings: MailSettings): readonly ServerRows[] {
  const { imapHost, imapPort, imapSecurity, smtpHost, smtpPort, smtpSecurity, username } = settings;
  return [
    {
      protocol: "imap",
      rows: [
        ["server", imapHost],
        ["port", String(imapPort)],
        ["security", imapSecurity],
        ["username", username],
      ],
    },
    {
      protocol: "smtp",
      rows: [
        ["server", smtpHost],
        ["port", String(smtpPort)],
        ["security", smtpSecurity],
        ["username", username],
      ],
    },
  ];
}

async function SettingsList({ protocol, rows }: ServerRows) {
  const t = await getTranslations("settingsTable");
  return (
    <div className="min-w-0">
      <h3 className="pb-2 font-medium">{t(protocol)}</h3>
      <dl>
        {rows.map(([name, value]) => (
          <div
            key={name}
            className="flex flex-wrap items-center gap-x-2 border-t border-line pt-1 sm:flex-nowrap sm:pt-0"
          >
            <dt className="w-full shrink-0 text-sm text-ink-soft sm:w-24">{t(name)}</dt>
            <dd className="flex min-w-0 grow items-center justify-between">
              <span className="min-w-0 font-mono text-sm break-all" data-setting={`${protocol}-${name}`}>
                {value}
              </span>
              <CopyButton
                text={value}
                label={t("copy", { table: t(protocol), name: t(name) })}
                copiedLabel={t("copied")}
                failedLabel={t("copyFailed")}
              >
                <Copy size={16} />
              </CopyButton>
            </dd>
          </div>
        ))}
      </dl>
    </div>
  );
}
