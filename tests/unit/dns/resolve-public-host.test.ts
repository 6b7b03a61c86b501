import type { LookupAddress } from "node:dns";
import { describe, expect, test } from "vitest";
import { isInNetwork, isPublicAddress } from "@/lib/dns/public-address";
import { type HostRules, pinnedLookup, resolvePublicHost } from "@/lib/dns/resolve-public-host";

const answering = (...addresses: string[]): NonNullable<HostRules["resolve"]> => {
  const found = addresses.map(
    (address): LookupAddress => ({ address, family: address.includes(":") ? 6 : 4 }),
  );
  return async () => found;
};

function rules(change: Partial<HostRules> = {}): HostRules {
  return { ports: [143, 993], allowedPrivateHosts: [], isLoopbackAllowed: false, ...change };
}

const reasonFor = async (host: string, port: number, given: HostRules) => {
  const resolved = await resolvePublicHost(host, port, given);
  return resolved.ok ? "ok" : resolved.failure.reason;
};

test.each([
  "127.0.0.1",
  "10.1.2.3",
  "172.16.0.1",
  "192.168.1.1",
  "169.254.169.254",
  "100.64.0.1",
  "0.0.0.0",
  "198.18.0.1",
  "224.0.0.1",
  "255.255.255.255",
  "::1",
  "::",
  "::127.0.0.1",
  "::ffff:127.0.0.1",
  "::ffff:169.254.169.254",
  "64:ff9b::7f00:1",
  "2002:7f00:1::",
  "fc00::1",
  "fe80::1",
  "fec0::1",
  "2001:db8::1",
  "not an address",
])("%s is not public", (address) => {
  expect(isPublicAddress(address)).toBe(false);
});

test.each(["8.8.8.8", "1.1.1.1", "2606:4700::1111"])("%s is public", (address) => {
  expect(isPublicAddress(address)).toBe(true);
});

test("a network holds its own addresses and no others, across spellings", () => {
  expect(isInNetwork("10.1.2.3", "10.0.0.0/8")).toBe(true);
  expect(isInNetwork("::ffff:10.1.2.3", "10.0.0.0/8")).toBe(true);
  expect(isInNetwork("11.1.2.3", "10.0.0.0/8")).toBe(false);
  expect(isInNetwork("fd00::1", "10.0.0.0/8")).toBe(false);
  expect(isInNetwork("10.0.0.5", "10.0.0.5")).toBe(true);
  expect(isInNetwork("10.0.0.6", "10.0.0.5")).toBe(false);
  expect(isInNetwork("10.0.0.5", "imap.internal")).toBe(false);
});

describe("the system's own resolver", () => {
  test.each([
    "localhost",
    "127.0.0.1",
    "127.1",
    "2130706433",
    "0x7f000001",
    "0177.0.0.1",
    "::1",
    "::ffff:127.0.0.1",
    "169.254.169.254",
  ])("leads nobody inside by the spelling %s", async (host) => {
    expect(["host-private", "host-unresolvable", "host-invalid"]).toContain(
      await reasonFor(host, 993, rules()),
    );
  });
});

test("one private address among public ones is enough to refuse", async () => {
  expect(await reasonFor("mail.example.org", 993, rules({ resolve: answering("8.8.8.8", "10.0.0.1") }))).toBe(
    "host-private",
  );
});

test("only the ports of the protocol are let through", async () => {
  const resolve = answering("8.8.8.8");
  expect(await reasonFor("mail.example.org", 22, rules({ resolve }))).toBe("port-not-allowed");
  expect(await reasonFor("mail.example.org", 143, rules({ resolve }))).toBe("ok");
});

test.each(["", "a b", "mail.example.org/path", "user@host", "[::1]", "fe80::1%eth0", "host\r\nX", "-v"])(
  "what is no host is not even looked up: %j",
  async (host) => {
    const resolve = () => Promise.reject(new Error("was looked up"));
    expect(await reasonFor(host, 993, rules({ resolve }))).toBe("host-invalid");
  },
);

test("a name that does not exist is told apart from one that leads inside", async () => {
  const resolve = () => Promise.reject(Object.assign(new Error("no"), { code: "ENOTFOUND" }));
  expect(await reasonFor("nowhere.example.org", 993, rules({ resolve }))).toBe("host-unresolvable");
});

test("the operator can vouch for a name, an address or a network, and for nothing beside it", async () => {
  const resolve = answering("10.0.0.7");
  for (const entry of ["imap.internal", "10.0.0.7", "10.0.0.0/24"]) {
    expect(await reasonFor("imap.internal", 993, rules({ resolve, allowedPrivateHosts: [entry] }))).toBe(
      "ok",
    );
  }
  for (const entry of ["other.internal", "10.0.0.8", "10.0.1.0/24"]) {
    expect(await reasonFor("imap.internal", 993, rules({ resolve, allowedPrivateHosts: [entry] }))).toBe(
      "host-private",
    );
  }
});

test("loopback is for the sandbox only, and opens nothing else", async () => {
  const sandbox = rules({ isLoopbackAllowed: true });
  expect(await reasonFor("127.0.0.1", 993, sandbox)).toBe("ok");
  expect(await reasonFor("mail.example.org", 993, { ...sandbox, resolve: answering("10.0.0.1") })).toBe(
    "host-private",
  );
});

test("a name that turns inward after the check is still connected to where it was checked", async () => {
  let answers = ["8.8.8.8"];
  const resolve = async () => {
    const now = answers;
    answers = ["127.0.0.1"];
    return now.map((address) => ({ address, family: 4 }));
  };
  const resolved = await resolvePublicHost("rebind.example.org", 993, rules({ resolve }));
  if (!resolved.ok) throw new Error(resolved.failure.reason);
  const lookup = pinnedLookup(resolved.value);
  const asked = (all: boolean) =>
    new Promise((done) => lookup("rebind.example.org", { all }, (_error, address) => done(address)));
  expect(await asked(false)).toBe("8.8.8.8");
  expect(await asked(true)).toEqual([{ address: "8.8.8.8", family: 4 }]);
});
