import { execFileSync } from "node:child_process";
import { cpSync, mkdirSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { z } from "zod";
import law from "../../../.config/dependency-cruiser.mjs";
import { makeTestFolder } from "../../support/test-folder";

const ROOT = process.cwd();

/** One file a rule that breaks it, and what it imports. */
const CRIMES: Readonly<Record<string, { from: string; imports: string }>> = {
  "no-cycles": { from: "lib/errors/one.ts", imports: "@/lib/errors/other" },
  "foundation-knows-nothing-above": { from: "lib/secrets/peek.ts", imports: "@/lib/accounts/policy" },
  "outside-knows-no-domain": { from: "lib/imap/guess.ts", imports: "@/lib/accounts/policy" },
  "context-knows-no-domain": { from: "lib/context/all.ts", imports: "@/lib/accounts/policy" },
  "domain-knows-no-door": { from: "lib/accounts/redirect.ts", imports: "@/lib/web/server" },
  "mailcow-stands-alone": { from: "lib/mailcow/borrow.ts", imports: "@/lib/errors/result" },
  "only-web-knows-the-framework": { from: "lib/mailboxes/render.ts", imports: "next" },
  "only-database-sees-prisma": { from: "lib/domains/query.ts", imports: "@/lib/database/generated/client" },
  "doors-do-not-reach-outside": { from: "app/call.ts", imports: "@/lib/mailcow/client" },
  "web-holds-no-mailcow": { from: "lib/web/admin.ts", imports: "@/lib/mailcow/client" },
  "worker-knows-no-door": { from: "lib/worker/page.ts", imports: "@/lib/web/server" },
  "mcp-calls-services": { from: "lib/mcp/reach.ts", imports: "@/lib/mailcow/client" },
  "ui-knows-no-domain": { from: "components/ui/mailbox-button.tsx", imports: "@/lib/accounts/policy" },
  "components-know-no-route": { from: "components/mail/action.tsx", imports: "@/app/page" },
  "sandbox-is-for-development": { from: "lib/jobs/play.ts", imports: "@/lib/sandbox/start" },
  "sandbox-shares-nothing": { from: "lib/sandbox/borrow.ts", imports: "@/lib/mailcow/client" },
  "no-tests-in-production": { from: "lib/audit/mock.ts", imports: "@/tests/support/fake" },
  "no-undeclared-package": { from: "lib/imap/extra.ts", imports: "undeclared" },
  "no-unresolved-import": { from: "lib/imap/lost.ts", imports: "@/lib/imap/nowhere" },
};

const INNOCENT = [
  "lib/accounts/policy.ts",
  "lib/database/generated/client.ts",
  "lib/errors/result.ts",
  "lib/mailcow/client.ts",
  "lib/sandbox/start.ts",
  "lib/web/server.ts",
  "app/page.ts",
  "tests/support/fake.ts",
  "node_modules/next/index.js",
  "node_modules/undeclared/index.js",
];

const reportSchema = z.object({
  summary: z.object({
    violations: z.array(
      z.object({ from: z.string(), rule: z.object({ name: z.string(), severity: z.string() }) }),
    ),
  }),
});

const folder = makeTestFolder();
let violations: z.infer<typeof reportSchema>["summary"]["violations"];

beforeAll(() => {
  for (const path of INNOCENT) write(path, "export const innocent = 1;\n");
  for (const name of ["next", "undeclared"]) {
    write(`node_modules/${name}/package.json`, `{"name":"${name}","version":"1.0.0","main":"index.js"}`);
  }
  write("package.json", '{"name":"fixture","dependencies":{"next":"1.0.0"}}');
  cpSync(join(ROOT, "tsconfig.json"), join(folder.path, "tsconfig.json"));
  for (const { from, imports } of Object.values(CRIMES)) write(from, `export * from "${imports}";\n`);
  write("lib/errors/other.ts", 'export * from "@/lib/errors/one";\n');
  violations = cruise(folder.path);
});
afterAll(() => folder.remove());

function write(path: string, content: string): void {
  mkdirSync(dirname(join(folder.path, path)), { recursive: true });
  writeFileSync(join(folder.path, path), content);
}

function cruise(cwd: string): typeof violations {
  const program = join(ROOT, "node_modules/dependency-cruiser/bin/dependency-cruise.mjs");
  const config = join(ROOT, ".config/dependency-cruiser.mjs");
  const options = ["--config", config, "--output-type", "json", "app", "components", "lib"];
  const output = execFileSync(process.execPath, [program, ...options], {
    cwd,
    encoding: "utf8",
    maxBuffer: 64_000_000,
  });
  return reportSchema.parse(JSON.parse(output)).summary.violations;
}

test("every rule of the import law is broken once below, and every rule stops the build", () => {
  const names = (law.forbidden ?? []).map(({ name }) => name);
  expect(Object.keys(CRIMES).sort()).toEqual([...names].sort());
  expect(law.forbidden?.every(({ severity }) => severity === "error")).toBe(true);
});

test.each(Object.entries(CRIMES))("%s catches %o", (rule, { from }) => {
  expect(
    violations.filter((violation) => violation.from === from).map((violation) => violation.rule.name),
  ).toContain(rule);
});

test("a file that breaks nothing is accused of nothing", () => {
  expect(violations.filter(({ from }) => INNOCENT.includes(from))).toEqual([]);
});
