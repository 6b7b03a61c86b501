import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { Message, type MessageSearch } from "@/app/temporary-desk/message";

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations("temporary.message"))("title") };
}

interface MessagePageProps {
  readonly params: Promise<{ readonly id: string; readonly uid: string }>;
  readonly searchParams: Promise<MessageSearch>;
}

export default async function MessagePage({ params, searchParams }: MessagePageProps) {
  const { id, uid } = await params;
  return <Message base="/temporary" id={id} uid={uid} search={await searchParams} />;
}
