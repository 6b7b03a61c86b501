import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { Message } from "@/app/temporary-desk/message";
import { requireSession } from "@/lib/web/require-session";

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations("temporary.message"))("title") };
}

interface MessagePageProps {
  readonly params: Promise<{ readonly id: string; readonly uid: string }>;
}

export default async function MessagePage({ params }: MessagePageProps) {
  await requireSession();
  const { id, uid } = await params;
  return <Message base="/temporary-mailboxes" id={id} uid={uid} />;
}
