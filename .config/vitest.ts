import { fileURLToPath } from "node:url";
import { defineConfig } from "vitest/config";

const root = fileURLToPath(new URL("..", import.meta.url));

/**
 * Suites that share one embedded PostgreSQL for the run; each test file leaves it when it ends. They wait for real
 * servers and clocks: where nobody watches a test is tried once more, and the figures name it.
 */
const withDatabase = {
  retry: process.env.CI ? 1 : 0,
  globalSetup: ["tests/support/hold-test-server.ts"],
  setupFiles: ["tests/support/leave-test-server.ts"],
};

/** One project a kind of test: `vitest --config .config/vitest.ts --project unit`. */
export default defineConfig({
  root,
  resolve: { alias: { "@": root.replace(/\/$/, "") } },
  test: {
    projects: [
      project("unit", { testTimeout: 20_000, hookTimeout: 60_000 }),
      project("contract", { testTimeout: 30_000, hookTimeout: 60_000 }),
      project("integration", { testTimeout: 60_000, hookTimeout: 120_000, ...withDatabase }),
      project("faults", { testTimeout: 300_000, hookTimeout: 120_000, ...withDatabase }),
    ],
  },
});

interface ProjectOptions {
  readonly testTimeout: number;
  readonly hookTimeout?: number;
  readonly retry?: number;
  readonly globalSetup?: string[];
  readonly setupFiles?: string[];
}

function project(name: string, options: ProjectOptions) {
  return {
    extends: true as const,
    test: { name, include: [`tests/${name}/**/*.test.ts`], ...options },
  };
}
