import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { Desk, type DeskSearch } from "@/app/temporary-desk/desk";
import { readMailboxId } from "@/app/temporary-desk/read-mailbox-id";

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations("temporary"))("title") };
}

interface TemporaryAddressPageProps {
  readonly params: Promise<{ readonly id: string }>;
  readonly searchParams: Promise<DeskSearch>;
}

export default async function TemporaryAddressPage({ params, searchParams }: TemporaryAddressPageProps) {
  return <Desk base="/temporary" mailboxId={readMailboxId((await params).id)} search={await searchParams} />;
}
