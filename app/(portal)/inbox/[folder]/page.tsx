import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { InboxPage } from "../inbox-page";
import type { InboxSearch } from "../open-inbox";

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations("inbox"))("title") };
}

interface FolderPageProps {
  readonly params: Promise<{ readonly folder: string }>;
  readonly searchParams: Promise<InboxSearch>;
}

export default async function FolderPage({ params, searchParams }: FolderPageProps) {
  return <InboxPage segment={(await params).folder} messageId={null} search={await searchParams} />;
}
