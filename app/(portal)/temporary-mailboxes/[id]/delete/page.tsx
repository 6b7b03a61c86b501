import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { DeleteQuestion } from "@/app/temporary-desk/delete-question";
import { requireSession } from "@/lib/web/require-session";

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations("temporary.deletion"))("title") };
}

interface DeleteAddressPageProps {
  readonly params: Promise<{ readonly id: string }>;
}

export default async function DeleteAddressPage({ params }: DeleteAddressPageProps) {
  await requireSession();
  return <DeleteQuestion base="/temporary-mailboxes" id={(await params).id} />;
}
