import type { CallInput, WireCall } from "@/lib/sandbox/api/call-input";
import { appendLog } from "@/lib/sandbox/append-log";
import type { SandboxState } from "@/lib/sandbox/sandbox-state";
import { nowInSeconds } from "@/lib/sandbox/server-time";

/** Mailcow logs every call with its body; only values under keys that contain "pass" are hidden. */
export function logApiCall(state: SandboxState, call: WireCall, input: CallInput): void {
  const parts = [
    input.attributes === undefined ? null : `attr='${JSON.stringify(input.attributes, hidePasswords)}'`,
    input.hasItems ? `items='${JSON.stringify(input.items)}'` : null,
  ];
  appendLog(state, "api", {
    time: nowInSeconds(),
    uri: call.url.pathname + call.url.search,
    method: call.method,
    remote: call.remoteAddress,
    data: parts.filter((part) => part !== null).join(", "),
  });
}

function hidePasswords(key: string, value: unknown): unknown {
  return /pass/i.test(key) ? "*" : value;
}
