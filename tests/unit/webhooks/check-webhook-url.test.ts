import { describe, expect, test } from "vitest";
import { checkWebhookUrl, type WebhookHostRules } from "@/lib/webhooks/check-webhook-url";

const PUBLIC = { address: "93.184.215.14", family: 4 };

function rules(
  addresses: readonly { address: string; family: number }[],
  allowed: string[] = [],
): WebhookHostRules {
  return { allowedPrivateHosts: allowed, isLoopbackAllowed: false, resolve: async () => addresses };
}

/** As the system's resolver: an address in any spelling is itself. */
const literal: WebhookHostRules = { allowedPrivateHosts: [], isLoopbackAllowed: false };

async function reasonFor(url: string, given: WebhookHostRules): Promise<string | null> {
  const checked = await checkWebhookUrl(url, given);
  return checked.ok ? null : checked.failure.reason;
}

describe("addresses inside are refused, however they are written", () => {
  test.each([
    "https://127.0.0.1/",
    "https://2130706433/",
    "https://0x7f000001/",
    "https://017700000001/",
    "https://127.1/",
    "https://0/",
    "https://[::1]/",
    "https://[::]/",
    "https://[::ffff:127.0.0.1]/",
    "https://[::ffff:7f00:1]/",
    "https://[::127.0.0.1]/",
    "https://[64:ff9b::7f00:1]/",
    "https://[fe80::1]/",
    "https://[fc00::1]/",
    "https://10.1.2.3/",
    "https://172.16.0.1/",
    "https://192.168.1.1/",
    "https://100.64.0.1/",
    "https://169.254.169.254/latest/meta-data/",
    "https://①②⑦.⓪.⓪.①/",
    "https://localhost/",
  ])("%s", async (url) => {
    expect(await reasonFor(url, literal)).toBe("host-private");
  });

  test("a name with one public and one private address", async () => {
    const mixed = rules([PUBLIC, { address: "10.0.0.1", family: 4 }]);
    expect(await reasonFor("https://mixed.example/", mixed)).toBe("host-private");
  });
});

describe("what is not an address for messages", () => {
  test.each([
    ["ftp://receiver.example/", "url-invalid"],
    ["file:///etc/passwd", "url-invalid"],
    ["not a url", "url-invalid"],
    ["https://user:secret@receiver.example/", "url-with-credentials"],
    ["https://receiver.example:22/", "port-not-allowed"],
    ["https://receiver.example:25/", "port-not-allowed"],
    ["http://receiver.example:443/", "port-not-allowed"],
    ["http://receiver.example/", "url-not-encrypted"],
  ])("%s is %s", async (url, reason) => {
    expect(await reasonFor(url, rules([PUBLIC]))).toBe(reason);
  });

  test("a name that does not exist", async () => {
    expect(await reasonFor("https://nowhere.example/", rules([]))).toBe("host-unresolvable");
  });
});

describe("what is allowed", () => {
  test.each(["https://receiver.example/", "https://receiver.example:8443/hook?team=7"])("%s", async (url) => {
    const checked = await checkWebhookUrl(url, rules([PUBLIC]));
    expect(checked).toMatchObject({ ok: true, value: { host: { address: PUBLIC.address } } });
  });

  test("a private host the operator vouches for, also without TLS", async () => {
    const vouched = rules([{ address: "10.0.0.7", family: 4 }], ["10.0.0.0/8"]);
    expect(await reasonFor("http://hooks.internal/", vouched)).toBeNull();
    expect(await reasonFor("http://hooks.internal/", rules([{ address: "10.0.0.7", family: 4 }]))).toBe(
      "host-private",
    );
  });
});
