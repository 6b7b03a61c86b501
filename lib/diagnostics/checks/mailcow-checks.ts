import type { MailcowClient } from "@/lib/mailcow/create-mailcow-client";
import { findDomain } from "@/lib/mailcow/domains";
import { MailcowError, type MailcowErrorCode } from "@/lib/mailcow/mailcow-error";
import { getVersion } from "@/lib/mailcow/server-status";
import type { Check, DoctorContext } from "../check";

type Explanation = Pick<Check, "cause" | "fix">;

const EXPLANATIONS: Record<MailcowErrorCode, Explanation> = {
  unreachable: {
    cause:
      "nothing answers there: wrong host or port, a firewall, a certificate that is not trusted, or Mailcow is down",
    fix: "Open MAILCOW_API_URL in a browser; for a private certificate set MAILCOW_CA_FILE",
  },
  "timed-out": {
    cause: "Mailcow took the call but did not answer in time",
    fix: "Look at the load of the mail server and at its php-fpm container",
  },
  unauthorised: {
    cause:
      "the key is wrong, or this machine's address is not in the key's list of allowed addresses. After ten such calls Mailcow bans the address from the whole mail server, so the portal stops at the first",
    fix: "In Mailcow, System > Configuration > Access > API: copy the read-write key and add this machine's address",
  },
  rejected: {
    cause: "Mailcow understood the call and refused it",
    fix: "Compare the message with Mailcow's own interface",
  },
  "unclear-answer": {
    cause: "what answers is not Mailcow's API, or its database, Redis or dockerapi container is down",
    fix: "Check that MAILCOW_API_URL is Mailcow's own address, and its containers",
  },
  "circuit-open": {
    cause: "earlier calls failed, so no more are sent for now",
    fix: "See the first failed line about Mailcow",
  },
  overloaded: { cause: "too many calls wait", fix: "Try again in a minute" },
};

/** Reach, key, right to write, domains: in this order, and no further after the first failure. */
export async function checkMailcow(context: DoctorContext): Promise<readonly Check[]> {
  const reach = await attempt(
    "Mailcow API",
    () => getVersion(context.mailcow),
    (version) => `version ${version}`,
  );
  if (reach.state === "failed") return [reach];
  const write = await attempt(
    "Mailcow key",
    () => tryWriting(context.mailcow),
    () => "may read and write",
  );
  const domains = await checkDomains(context);
  return [reach, write.state === "failed" ? explainReadOnly(write) : write, ...domains];
}

/** Deleting nothing: Mailcow refuses even that with a read-only key, and does nothing otherwise. */
async function tryWriting(mailcow: MailcowClient): Promise<void> {
  await mailcow.post("delete/mailbox", [], "write");
}

function explainReadOnly(check: Check): Check {
  return {
    ...check,
    cause: "the key may read but not write, or writing was refused",
    fix: "Use the read-write key, not the read-only one",
  };
}

async function checkDomains({ database, mailcow }: DoctorContext): Promise<readonly Check[]> {
  const managed = await database.prisma.domain.findMany({
    where: { kind: "MANAGED" },
    orderBy: { position: "asc" },
    select: { name: true },
  });
  const checks: Check[] = [];
  for (const { name } of managed) checks.push(await checkDomain(mailcow, name));
  return checks;
}

async function checkDomain(mailcow: MailcowClient, name: string): Promise<Check> {
  const base = { group: "mailcow", name: `domain ${name}` } as const;
  try {
    const domain = await findDomain(mailcow, name);
    if (!domain) {
      return {
        ...base,
        state: "failed",
        seen: "Mailcow does not have it (an alias domain does not count)",
        cause: "MAILCOW_DOMAIN names a domain that Mailcow does not host",
        fix: "Add the domain in Mailcow under E-Mail > Configuration > Domains, or correct MAILCOW_DOMAIN",
      };
    }
    const seen = `${domain.active ? "active" : "inactive"}, ${domain.mailboxCount} mailboxes, room for ${domain.mailboxesLeft}, up to ${domain.maximumMailboxQuotaMiB} MiB each`;
    if (!domain.active) {
      return {
        ...base,
        state: "failed",
        seen,
        cause: "nobody can log in on it",
        fix: "Activate it in Mailcow",
      };
    }
    if (domain.mailboxesLeft <= 0) {
      return {
        ...base,
        state: "failed",
        seen,
        cause: "it is full",
        fix: "Raise its mailbox limit in Mailcow",
      };
    }
    return { ...base, state: "ok", seen };
  } catch (error) {
    return failed(base, error);
  }
}

async function attempt<Value>(
  name: string,
  call: () => Promise<Value>,
  describe: (value: Value) => string,
): Promise<Check> {
  const base = { group: "mailcow", name } as const;
  try {
    return { ...base, state: "ok", seen: describe(await call()) };
  } catch (error) {
    return failed(base, error);
  }
}

function failed(base: Pick<Check, "group" | "name">, error: unknown): Check {
  if (!(error instanceof MailcowError)) throw error;
  return { ...base, state: "failed", seen: error.message, ...EXPLANATIONS[error.code] };
}
