import type { FolderView } from "@/lib/messages/schema";

/** From the bin and from junk, and where there is no bin. */
export function deletesForGood(folders: readonly FolderView[], key: string): boolean {
  const role = folders.find((folder) => folder.key === key)?.role;
  return role === "trash" || role === "junk" || !folders.some((folder) => folder.role === "trash");
}
