import type { MessageStructureObject } from "imapflow";
import type { FetchedPart, StructureLimits } from "./mail-session";

/**
 * The leaves of a message's tree in the order they are read. A message inside the message is a leaf too, so its own
 * parts never pass for the outer message's. Stops at the limits and says so.
 */
export function listParts(
  root: MessageStructureObject | undefined,
  limits: Pick<StructureLimits, "maxParts" | "maxDepth">,
): { readonly parts: readonly FetchedPart[]; readonly isCut: boolean } {
  const parts: FetchedPart[] = [];
  const open: Array<{ readonly node: MessageStructureObject; readonly depth: number }> = [];
  if (root) open.push({ node: root, depth: 0 });
  let isCut = false;
  let seen = 0;
  for (let next = open.pop(); next; next = open.pop()) {
    const { node, depth } = next;
    seen += 1;
    if (seen > limits.maxParts || depth > limits.maxDepth) {
      isCut = true;
      continue;
    }
    if (node.type.startsWith("multipart/")) {
      for (const child of [...(node.childNodes ?? [])].reverse())
        open.push({ node: child, depth: depth + 1 });
    } else {
      parts.push(readPart(node));
    }
  }
  return { parts, isCut };
}

function readPart(node: MessageStructureObject): FetchedPart {
  const parameters = node.parameters ?? {};
  const fileName = node.dispositionParameters?.filename ?? parameters.name;
  return {
    // A message that is no multipart has one part, and its number is 1.
    number: node.part ?? "1",
    mimeType: node.type.toLowerCase(),
    charset: parameters.charset ?? null,
    encoding: node.encoding ?? "7bit",
    encodedBytes: node.size ?? 0,
    disposition: node.disposition || null,
    fileName: fileName || null,
    contentId: node.id?.replace(/^<|>$/g, "") || null,
    isFlowed: parameters.format?.toLowerCase() === "flowed",
  };
}
