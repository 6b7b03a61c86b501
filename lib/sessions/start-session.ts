import type { PortalContext } from "@/lib/context/portal-context";
import type { Account } from "@/lib/database/models";
import { hashToken, newToken } from "@/lib/secrets/token";
import { SESSION_LIFETIME } from "./policy";

export interface StartedSession {
  /** The secret for the cookie; only its hash is stored. */
  readonly sid: string;
  readonly expiresAt: Date;
  /** For a long-lived cookie of its own: this browser is let in while strangers guess the password. */
  readonly deviceToken: string;
}

/** Begins a session for an account whose owner has just shown who they are. */
export async function startSession(
  context: Pick<PortalContext, "database">,
  account: Pick<Account, "id" | "epoch" | "role">,
  browser: { readonly networkAddress: string; readonly userAgent?: string | undefined },
): Promise<StartedSession> {
  const sid = newToken("sid");
  const deviceToken = newToken("dev");
  const expiresAt = new Date(Date.now() + SESSION_LIFETIME[account.role].absoluteMs);
  const { prisma } = context.database;
  await prisma.$transaction([
    prisma.session.create({
      data: {
        sidHash: hashToken(sid),
        accountId: account.id,
        epoch: account.epoch,
        address: browser.networkAddress,
        userAgent: browser.userAgent?.slice(0, 300) ?? null,
        expiresAt,
      },
    }),
    prisma.signInDevice.create({ data: { accountId: account.id, tokenHash: hashToken(deviceToken) } }),
  ]);
  return { sid, expiresAt, deviceToken };
}
