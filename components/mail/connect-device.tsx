import { getTranslations } from "next-intl/server";
import { QrCode } from "@/components/ui/qr-code";
import { Tabs } from "@/components/ui/tabs";
import type { MailSettings } from "@/lib/mailboxes/queries";
import { type Device, devices } from "./read-device";
import { thunderbirdCode } from "./thunderbird-code";

interface ConnectDeviceProps {
  readonly settings: MailSettings;
  readonly displayName: string;
  /** Whose help is open first. */
  readonly device: Device;
}

/** Set-up help, a tab for each kind of mail program. */
export async function ConnectDevice({ settings, displayName, device }: ConnectDeviceProps) {
  const t = await getTranslations("connect");
  return (
    <Tabs
      id="device"
      label={t("devices")}
      selected={device}
      tabs={devices.map((name) => ({
        name,
        label: t(`names.${name}`),
        content: (
          <div className="flex flex-wrap items-start gap-6">
            <Steps device={name} />
            {name === "android" ? (
              <figure className="grid gap-2">
                <QrCode text={thunderbirdCode(settings, displayName)} label={t("qrLabel")} />
                <figcaption className="max-w-48 text-sm text-ink-soft">{t("qrCaption")}</figcaption>
              </figure>
            ) : null}
          </div>
        ),
      }))}
    />
  );
}

async function Steps({ device }: { readonly device: Device }) {
  const t = await getTranslations("connect");
  const steps = [t(`steps.${device}.1`), t(`steps.${device}.2`), t(`steps.${device}.3`)];
  return (
    <ol className="grid min-w-0 max-w-prose flex-1 basis-64 list-decimal gap-2 ps-5">
      {steps.map((step) => (
        <li key={step}>{step}</li>
      ))}
    </ol>
  );
}
