import { redirect } from "next/navigation";
import { requireAdmin } from "@/lib/web/require-admin";

export default async function AdminPage() {
  await requireAdmin();
  redirect("/admin/mailboxes");
}
