import { existsSync } from "node:fs";
import { runStep } from "./run-step.mjs";

/** A real mail server for the sandbox, and a browser: each with the file that shows it is there. */
const NEEDED = [
  { name: "dovecot-imapd", file: "/usr/lib/dovecot/imap" },
  { name: "dovecot-lmtpd", file: "/usr/lib/dovecot/lmtp" },
  { name: "chromium", file: "/usr/bin/chromium" },
];

/**
 * Installs what is missing where that is possible without asking: on Debian, as root or with sudo. Elsewhere it says
 * what to install and goes on, because most suites do not need it.
 * @param {(line: string) => void} say
 */
export async function installSystemPackages(say) {
  const missing = NEEDED.filter(({ file }) => !existsSync(file)).map(({ name }) => name);
  if (missing.length === 0) return;
  const command = `apt-get install --yes --no-install-recommends ${missing.join(" ")}`;
  const prefix = await findPrefix();
  if (prefix === null) {
    say(
      `Missing: ${missing.join(", ")}. The suites that need them will fail. Install them as root: ${command}`,
    );
    return;
  }
  say(`Installing Debian packages: ${missing.join(", ")} …`);
  const env = { DEBIAN_FRONTEND: "noninteractive" };
  await runStep([...prefix, "apt-get", "update", "-qq"], { quiet: true, env });
  const { code, output, seconds } = await runStep([...prefix, ...command.split(" ")], { quiet: true, env });
  if (code === 0) say(`Debian packages installed (${seconds.toFixed(0)} s)`);
  else say(`They could not be installed; the suites that need them will fail.\n${output.slice(-2000)}`);
}

/** How to become root here: not at all, by sudo without a password, or null where neither is possible. */
async function findPrefix() {
  if (!existsSync("/usr/bin/apt-get")) return null;
  if (process.getuid?.() === 0) return [];
  const { code } = await runStep(["sudo", "-n", "true"], { quiet: true });
  return code === 0 ? ["sudo", "-n", "--preserve-env=DEBIAN_FRONTEND"] : null;
}
