import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { Desk, type DeskSearch } from "@/app/temporary-desk/desk";
import { leadIntoPortal } from "./lead-into-portal";

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations("temporary"))("title") };
}

interface TemporaryPageProps {
  readonly searchParams: Promise<DeskSearch>;
}

export default async function TemporaryPage({ searchParams }: TemporaryPageProps) {
  await leadIntoPortal();
  return <Desk base="/temporary" search={await searchParams} />;
}
