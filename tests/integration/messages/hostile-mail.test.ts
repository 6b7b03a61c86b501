import { createServer, type IncomingMessage, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { setTimeout as wait } from "node:timers/promises";
import { type Browser, chromium, type Page } from "@playwright/test";
import { build } from "esbuild";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { isOriginAllowed } from "@/lib/web/check-origin";
import { answerMessageFrame, MESSAGE_FRAME_PATH, messageFramePolicy } from "@/lib/web/message-frame";
import { contentSecurityPolicy, securityHeaders } from "@/lib/web/security-headers";
import { HOSTILE_HTML } from "@/tests/support/hostile-html";

type Walls = "all" | "without-sanitizer" | "none";

interface Outcome {
  readonly html: string;
  readonly ran: boolean;
  readonly requests: readonly string[];
}

let server: Server;
let origin: string;
let browser: Browser;
/** Addresses that mail made the browser ask for. */
const fetched: string[] = [];

beforeAll(async () => {
  const script = await bundlePage();
  server = createServer(async (request, response) => {
    if (request.url === "/") {
      // Twice the same directive counts once: the portal's own policy may name it already.
      response.setHeader("Content-Security-Policy", `${contentSecurityPolicy("n")}; frame-src 'self'`);
      for (const [name, value] of Object.entries(securityHeaders(false))) response.setHeader(name, value);
      response.setHeader("Content-Type", "text/html");
      response.end('<!doctype html><body><script nonce="n" src="/page.js"></script>');
    } else if (request.url === "/page.js") {
      response.setHeader("Content-Type", "text/javascript");
      response.end(script);
    } else if (request.url === MESSAGE_FRAME_PATH) {
      const facts = {
        method: "POST",
        host: request.headers.host,
        origin: request.headers.origin,
        secFetchSite: String(request.headers["sec-fetch-site"]),
        hasCookies: true,
      };
      if (!isOriginAllowed(facts, origin)) {
        response.writeHead(403).end(JSON.stringify(facts));
        return;
      }
      const answer = await answerMessageFrame(await toRequest(request));
      response.writeHead(answer.status, Object.fromEntries(answer.headers));
      response.end(Buffer.from(await answer.arrayBuffer()));
    } else if (request.url === "/without-walls") {
      const form = await (await toRequest(request)).formData();
      response.setHeader("Content-Type", "text/html; charset=utf-8");
      response.end(String(form.get("html")));
    } else {
      response.writeHead(404).end();
    }
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  browser = await chromium.launch({ executablePath: "/usr/bin/chromium", args: ["--no-sandbox"] });
});
afterAll(async () => {
  await browser?.close();
  await new Promise((resolve) => server.close(resolve));
});

describe("hostile HTML in the reading pane", () => {
  test("the corpus holds what its name says", () => {
    expect(new Set(HOSTILE_HTML).size).toBe(HOSTILE_HTML.length);
    expect(HOSTILE_HTML.length).toBeGreaterThanOrEqual(150);
  });

  test("without any wall most of it strikes, so the test would see it", async () => {
    const outcomes = await showAll("none");
    const struck = outcomes.filter(({ ran, requests }) => ran || requests.length > 0);
    expect(struck.length).toBeGreaterThan(HOSTILE_HTML.length / 2);
  }, 180_000);

  test.each(["all", "without-sanitizer"] as const)(
    "nothing runs and nothing is fetched: walls %s",
    async (walls) => {
      const outcomes = await showAll(walls);
      expect(outcomes).toHaveLength(HOSTILE_HTML.length);
      expect(outcomes.filter(({ ran }) => ran)).toEqual([]);
      expect(outcomes.filter(({ requests }) => requests.length > 0)).toEqual([]);
    },
    180_000,
  );

  test("honest mail keeps its words, its links and its shape", async () => {
    const page = await openPage();
    await show(
      page,
      '<h1 style="color:#123456;position:fixed">Hello</h1><table><tr><td>cell</td></tr></table><a href="https://example.test/a?b=1">link</a><img src="data:image/png;base64,iVBORw0KGgo=" alt="dot"><script>1</script>',
      "all",
    );
    const frame = page.frames()[1];
    const body = (await frame?.evaluate(() => document.body.innerHTML)) ?? "";
    expect(body).toContain('<h1 style="color:#123456">Hello</h1>');
    expect(body).toContain("<td>cell</td>");
    expect(body).toMatch(/<a [^>]*href="https:\/\/example\.test\/a\?b=1"/);
    expect(body).toContain('rel="noopener noreferrer nofollow"');
    expect(body).toContain('src="data:image/png;base64,iVBORw0KGgo="');
    await page.context().close();
  });

  test("remote images load only after the reader asked", async () => {
    const page = await openPage();
    const asked: string[] = [];
    await page.route("https://pictures.test/**", (route) => {
      asked.push(route.request().url());
      return route.fulfill({ status: 204 });
    });
    await show(page, '<img src="https://pictures.test/pixel.png">', "all");
    expect(asked).toEqual([]);
    const loading = page.waitForRequest("https://pictures.test/pixel.png");
    await page.getByRole("button", { name: "Load" }).click();
    expect(await (await loading).headerValue("referer")).toBeNull();
    await page.context().close();
  });
});

test("the frame's policy allows no script, no connection and no origin", () => {
  const policy = messageFramePolicy(false);
  expect(policy).toContain("default-src 'none'");
  expect(policy).toMatch(/img-src data:;/);
  expect(policy).not.toMatch(/allow-scripts|allow-same-origin|script-src|allow-forms|allow-top/);
});

async function showAll(walls: Walls): Promise<readonly Outcome[]> {
  const page = await openPage();
  const outcomes: Outcome[] = [];
  for (const html of HOSTILE_HTML) {
    fetched.length = 0;
    await show(page, html, walls);
    const frames = page.frames().filter((frame) => !frame.url().startsWith("chrome-error:"));
    for (const frame of frames.slice(1)) await inTime(frame.evaluate(pressScriptLinks), undefined);
    const marks = await Promise.all(
      frames.map((frame) =>
        inTime(
          frame.evaluate(() => document.documentElement.hasAttribute("data-pwned")),
          false,
        ),
      ),
    );
    outcomes.push({ html, ran: marks.includes(true), requests: [...fetched] });
    if (walls === "none") await page.goto(origin);
  }
  await page.context().close();
  return outcomes;
}

/** A frame that was taken away, or whose document was refused, never answers. */
async function inTime<Value>(asked: Promise<Value>, otherwise: Value): Promise<Value> {
  const deadline = new AbortController();
  const late = wait(1_000, otherwise, { signal: deadline.signal }).catch(() => otherwise);
  try {
    return await Promise.race([asked.catch(() => otherwise), late]);
  } finally {
    deadline.abort();
  }
}

async function openPage(): Promise<Page> {
  const context = await browser.newContext();
  const page = await context.newPage();
  page.on("dialog", (dialog) => dialog.dismiss());
  // What a policy blocks never gets here; everything else does, before it leaves the browser.
  await page.route("**/*", (route) => {
    if (isOurs(route.request().url())) return route.continue();
    fetched.push(route.request().url());
    return route.fulfill({ status: 204 });
  });
  await page.goto(origin);
  return page;
}

/** Until the frame's document is there and the browser has nothing better to do. */
async function show(page: Page, html: string, walls: Walls): Promise<void> {
  const answered = page.waitForResponse((response) =>
    /\/(messages\/frame|without-walls)$/.test(response.url()),
  );
  await page.evaluate(([text, mode]) => window.showMessage(text, mode), [html, walls] as const);
  await (await answered).finished();
  await page
    .frames()[1]
    ?.waitForLoadState("load", { timeout: 2_000 })
    .catch(() => {});
  await page.evaluate(
    () =>
      new Promise((resolve) => requestAnimationFrame(() => requestIdleCallback(resolve, { timeout: 200 }))),
  );
}

function pressScriptLinks(): void {
  for (const element of document.querySelectorAll<HTMLElement>("a, area, button")) {
    const target = element.getAttribute("href") ?? element.getAttribute("formaction") ?? "javascript:";
    if (!/^\s*https?:/i.test(target)) element.click();
  }
}

function isOurs(url: string): boolean {
  return (
    url.startsWith("data:") ||
    url === `${origin}/` ||
    /\/(page\.js|messages\/frame|without-walls)$/.test(url.replace(origin, ""))
  );
}

async function toRequest(message: IncomingMessage): Promise<Request> {
  const chunks: Buffer[] = [];
  for await (const chunk of message as AsyncIterable<Buffer>) chunks.push(chunk);
  const headers = Object.fromEntries(
    Object.entries(message.headers).map(([name, value]) => [name, String(value)]),
  );
  return new Request(`${origin}${message.url}`, { method: "POST", headers, body: Buffer.concat(chunks) });
}

async function bundlePage(): Promise<string> {
  const built = await build({
    entryPoints: ["tests/support/hostile-mail-page.tsx"],
    bundle: true,
    write: false,
    format: "iife",
    jsx: "automatic",
    alias: { "@": process.cwd() },
    define: { "process.env.NODE_ENV": '"production"' },
    logLevel: "silent",
  });
  return built.outputFiles[0]?.text ?? "";
}
