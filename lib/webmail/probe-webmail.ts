import { Agent, fetch } from "undici";

export interface WebmailOptions {
  readonly url: string;
  readonly verifyTls: boolean;
  /** PEM, when the server's certificate is not from a public authority. */
  readonly certificateAuthority: string | null;
}

export interface Webmail {
  /** True when something answers at the webmail's address: a page or a redirect to its sign-in. */
  isReady(): Promise<boolean>;
  close(): Promise<void>;
}

const TIMEOUT_MS = 5_000;

export function createWebmail(options: WebmailOptions): Webmail {
  const agent = new Agent({
    connect: {
      rejectUnauthorized: options.verifyTls,
      ...(options.certificateAuthority ? { ca: options.certificateAuthority } : {}),
    },
  });
  return {
    isReady: async () => {
      try {
        const answer = await fetch(options.url, {
          dispatcher: agent,
          redirect: "manual",
          signal: AbortSignal.timeout(TIMEOUT_MS),
        });
        await answer.body?.cancel();
        return answer.status < 500 && answer.status !== 404;
      } catch {
        return false;
      }
    },
    close: () => agent.close(),
  };
}
