import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { Desk, type DeskSearch } from "@/app/temporary-desk/desk";
import { readMailboxId } from "@/app/temporary-desk/read-mailbox-id";
import { leadIntoPortal } from "../lead-into-portal";

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations("temporary"))("title") };
}

interface TemporaryAddressPageProps {
  readonly params: Promise<{ readonly id: string }>;
  readonly searchParams: Promise<DeskSearch>;
}

export default async function TemporaryAddressPage({ params, searchParams }: TemporaryAddressPageProps) {
  const mailboxId = readMailboxId((await params).id);
  await leadIntoPortal(`/${mailboxId}`);
  return <Desk base="/temporary" mailboxId={mailboxId} search={await searchParams} />;
}
