import { availableParallelism, totalmem, uptime } from "node:os";
import { answerEmpty, answerJson } from "@/lib/sandbox/api/api-answer";
import type { GetRoute } from "@/lib/sandbox/api/api-context";

/** The release whose behaviour the sandbox copies. */
export const MAILCOW_VERSION = "2026-07b";

const CONTAINERS = [
  "mysql",
  "redis",
  "dovecot",
  "postfix",
  "sogo",
  "rspamd",
  "nginx",
  "php-fpm",
  "memcached",
  "acme",
  "watchdog",
  "unbound",
  "clamd",
  "netfilter",
  "olefy",
  "dockerapi",
  "ofelia",
];
const startedAt = new Date().toISOString();

export const getStatus: GetRoute = (_context, call) => {
  switch (call.object) {
    case "version":
      return answerJson({ version: MAILCOW_VERSION });
    case "containers":
      return answerJson(Object.fromEntries(CONTAINERS.map((name) => [`${name}-mailcow`, describe(name)])));
    case "vmail":
      return answerJson({ type: "info", disk: "/dev/sda1", used: "21G", total: "105G", used_percent: "21%" });
    case "host":
      return answerJson({
        cpu: { cores: availableParallelism(), usage: 3.5 },
        memory: { total: totalmem(), usage: 41.2, swap: [0, 0, 0, 0, 0, 0] },
        uptime: uptime(),
        system_time: formatSystemTime(new Date()),
        architecture: process.arch === "arm64" ? "aarch64" : "x86_64",
      });
    default:
      return answerEmpty();
  }
};

function describe(name: string): Record<string, unknown> {
  const container = `${name}-mailcow`;
  const image = `ghcr.io/mailcow/${name}:sandbox`;
  return { type: "info", container, state: "running", started_at: startedAt, image };
}

function formatSystemTime(at: Date): string {
  const pad = (value: number) => String(value).padStart(2, "0");
  const date = `${pad(at.getDate())}.${pad(at.getMonth() + 1)}.${at.getFullYear()}`;
  return `${date} ${pad(at.getHours())}:${pad(at.getMinutes())}:${pad(at.getSeconds())}`;
}
