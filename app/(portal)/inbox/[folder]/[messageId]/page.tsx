import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { InboxPage } from "../../inbox-page";
import type { InboxSearch } from "../../open-inbox";

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations("inbox.reading"))("label") };
}

interface MessagePageProps {
  readonly params: Promise<{ readonly folder: string; readonly messageId: string }>;
  readonly searchParams: Promise<InboxSearch>;
}

export default async function MessagePage({ params, searchParams }: MessagePageProps) {
  const { folder, messageId } = await params;
  return <InboxPage segment={folder} messageId={messageId} search={await searchParams} />;
}
