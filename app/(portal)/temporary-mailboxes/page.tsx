import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { Desk, type DeskSearch } from "@/app/temporary-desk/desk";
import { requireSession } from "@/lib/web/require-session";

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations("temporary"))("title") };
}

interface TemporaryPageProps {
  readonly searchParams: Promise<DeskSearch>;
}

export default async function TemporaryPage({ searchParams }: TemporaryPageProps) {
  await requireSession();
  return <Desk base="/temporary-mailboxes" search={await searchParams} />;
}
