import type { FolderView } from "@/lib/messages/schema";

/** Folders everybody has are called in the reader's language, whatever the server calls them. */
export function nameFolder(
  { role, name }: Pick<FolderView, "role" | "name">,
  t: (key: `names.${NonNullable<FolderView["role"]>}`) => string,
): string {
  return role ? t(`names.${role}`) : name;
}
