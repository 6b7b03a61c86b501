// Who may import whom: app -> lib/web -> domain -> context -> outside -> foundation; cli, worker and mcp -> domain.
// Each rule is proved by breaking it once, in tests/unit/house/import-law.test.ts.

const DOMAIN =
  "^lib/(accounts|sessions|mailboxes|domains|audit|api-tokens|diagnostics|aliases|mail-rules|messages|organisations|temporary-mailboxes|notifications|sending|clean-up)/";
const OUTSIDE = "^lib/(mailcow|imap|smtp|database|jobs|dns|webhooks|webmail)/";
const FOUNDATION = "^lib/(config|errors|logging|secrets|i18n)/";
const CONTEXT = "^lib/context/";
const DOORS = "^(app|components|lib/(web|cli|worker|mcp))/";
const PRODUCTION = "^(app|components|lib)/";
const FRAMEWORK = "^node_modules/(next|next-auth|next-intl|react|react-dom)/";

const rule = (name, comment, from, to) => ({ name, severity: "error", comment, from, to });

/** @type {import("dependency-cruiser").IConfiguration} */
export default {
  forbidden: [
    rule(
      "no-cycles",
      "Two files that need each other are one file, or lack a third.",
      {},
      { circular: true, viaOnly: { dependencyTypesNot: ["type-only"] } },
    ),
    rule(
      "foundation-knows-nothing-above",
      "config, errors, logging, secrets and i18n stand on packages and on each other only.",
      { path: FOUNDATION },
      { path: PRODUCTION, pathNot: `${FOUNDATION}|^messages/` },
    ),
    rule(
      "outside-knows-no-domain",
      "An adapter to the outside world can serve any product: it must not know ours.",
      { path: OUTSIDE },
      { path: [DOMAIN, DOORS, CONTEXT] },
    ),
    rule(
      "context-knows-no-domain",
      "The context is what services are given; it cannot know them.",
      { path: CONTEXT },
      { path: [DOMAIN, DOORS] },
    ),
    rule(
      "domain-knows-no-door",
      "A service is called by pages, REST, command line and jobs alike, so it knows none of them.",
      { path: DOMAIN },
      { path: DOORS },
    ),
    rule(
      "mailcow-stands-alone",
      "lib/mailcow could be published by itself.",
      { path: "^lib/mailcow/" },
      { path: PRODUCTION, pathNot: "^lib/mailcow/" },
    ),
    rule(
      "only-web-knows-the-framework",
      "Next, next-auth and React stay in app, components and lib/web.",
      { path: "^lib/", pathNot: "^lib/(web/|i18n/next-intl\\.d\\.ts)" },
      { path: FRAMEWORK },
    ),
    rule(
      "only-database-sees-prisma",
      "Others get the client through lib/database.",
      { path: PRODUCTION, pathNot: "^lib/database/" },
      { path: "^lib/database/generated/|^node_modules/(@prisma|prisma)/" },
    ),
    rule(
      "doors-do-not-reach-outside",
      "A page or route reads input, calls a service and shows the result; it never talks to Mailcow, IMAP or the database.",
      { path: "^(app|components)/" },
      { path: `${OUTSIDE}|^lib/(cli|worker|logging)/` },
    ),
    rule(
      "web-holds-no-mailcow",
      "The process that faces the internet has no client for the mail server's administration; it knows its error only.",
      { path: "^lib/web/" },
      { path: "^lib/(mailcow/(?!mailcow-error\\.ts$)|(worker|cli)/)" },
    ),
    rule(
      "worker-knows-no-door",
      "The worker runs without Next and without the command line.",
      { path: "^lib/worker/" },
      { path: "^(app|components|lib/(web|cli))/" },
    ),
    rule(
      "mcp-calls-services",
      "What an agent may do is what services let its token do: a tool reads input, calls one and shows the result.",
      { path: "^lib/mcp/" },
      { path: `${OUTSIDE}|^(app|components|lib/(web|cli|worker))/` },
    ),
    rule(
      "ui-knows-no-domain",
      "components/ui could ship in another product.",
      { path: "^components/ui/" },
      { path: "^(app|lib|components/(?!ui/))" },
    ),
    rule(
      "components-know-no-route",
      "What two routes share cannot depend on one of them.",
      { path: "^components/" },
      { path: "^app/" },
    ),
    rule(
      "sandbox-is-for-development",
      "Only the command line may start the sandbox.",
      { path: PRODUCTION, pathNot: "^lib/(sandbox|cli)/" },
      { path: "^lib/sandbox/" },
    ),
    rule(
      "sandbox-shares-nothing",
      "A look-alike that used our client's code would share its mistakes.",
      { path: "^lib/sandbox/" },
      { path: PRODUCTION, pathNot: "^lib/sandbox/" },
    ),
    rule(
      "no-tests-in-production",
      "Tests look at the product, never the other way.",
      { path: PRODUCTION },
      { path: "^(tests|bench)/" },
    ),
    rule(
      "no-undeclared-package",
      "A package is used only when package.json names it.",
      // The bootstrap runs the build tools, once it has installed them.
      { path: PRODUCTION, pathNot: "^lib/cli/bootstrap\\.mjs$" },
      {
        dependencyTypes: ["npm-no-pkg", "npm-unknown", "npm-dev"],
        pathNot: "^node_modules/(@types|server-only)/",
      },
    ),
    rule(
      "no-unresolved-import",
      "An import leads somewhere.",
      {},
      { couldNotResolve: true, pathNot: "^server-only$" },
    ),
  ],
  options: {
    doNotFollow: { path: ["node_modules", "^lib/database/generated/"] },
    exclude: { path: "^(\\.next|dist|data|coverage)/" },
    tsConfig: { fileName: "tsconfig.json" },
    tsPreCompilationDeps: true,
    enhancedResolveOptions: {
      exportsFields: ["exports"],
      conditionNames: ["import", "require", "node", "default", "types"],
      extensions: [".ts", ".tsx", ".mjs", ".js", ".json", ".css", ".d.ts"],
    },
    cache: false,
  },
};
