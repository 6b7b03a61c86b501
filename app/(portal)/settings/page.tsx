import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { PageHeader } from "@/components/ui/page-header";
import { Appearance } from "./appearance";
import { PasswordSection } from "./password-section";
import { ProfileSection } from "./profile-section";
import { SessionsSection } from "./sessions-section";
import { TokensSection } from "./tokens-section";

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations("settings"))("title") };
}

export default async function SettingsPage() {
  const t = await getTranslations("settings");
  return (
    <div className="grid gap-6">
      <PageHeader title={t("title")} />
      <ProfileSection />
      <PasswordSection />
      <SessionsSection />
      <TokensSection />
      <Appearance />
    </div>
  );
}
