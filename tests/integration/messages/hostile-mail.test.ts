import { createServer, type IncomingMessage, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { setTimeout as wait } from "node:timers/promises";
import { type Browser, chromium, type Page } from "@playwright/test";
import { build } from "esbuild";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { isOriginAllowed } from "@/lib/web/check-origin";
import { answerMessageFrame, MESSAGE_FRAME_PATH, messageFramePolicy } from "@/lib/web/message-frame";
import { contentSecurityPolicy, securityHeaders } from "@/lib/web/security-headers";
import { HOSTILE_HTML, HOSTILE_SHAPES } from "@/tests/support/hostile-html";
import { CANARY_DOMAIN } from "@/tests/support/hostile-html/payload";
import type { Walls } from "@/tests/support/hostile-mail-page";
import { waitUntil } from "@/tests/support/wait-until";

/** Messages side by side in one page, where each can be trouble for the page or has a frame of its own. */
const AT_ONCE = 180;

interface Outcome {
  /** Numbers of the payloads that ran. */
  readonly ran: ReadonlySet<number>;
  /** Addresses that mail made the browser ask for. */
  readonly requests: readonly string[];
}

let server: Server;
let origin: string;
let browser: Browser;

beforeAll(async () => {
  const script = await bundlePage();
  server = createServer(async (request, response) => {
    if (request.url === "/" || request.url === "/bare") {
      if (request.url === "/") {
        // Twice the same directive counts once: the portal's own policy may name it already.
        response.setHeader("Content-Security-Policy", `${contentSecurityPolicy("n")}; frame-src 'self'`);
        for (const [name, value] of Object.entries(securityHeaders(false))) response.setHeader(name, value);
      }
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
  test("the corpus holds what its name says: five hundred tries, no two of them the same", () => {
    expect(HOSTILE_HTML.length).toBeGreaterThanOrEqual(500);
    expect(new Set(HOSTILE_SHAPES).size).toBe(HOSTILE_HTML.length);
  });

  test("without any wall most of it strikes, so the test would see it", async () => {
    const { ran, requests } = await showAll("none");
    const struck = HOSTILE_HTML.map((_, number) => ran.has(number) || requests.some(isBy(number)));
    const calm = HOSTILE_HTML.filter((_, number) => !struck[number]);
    process.stdout.write(
      `${HOSTILE_HTML.length} payloads, ${calm.length} of them strike nobody in Chromium\n`,
    );
    expect(calm.length).toBeLessThan(HOSTILE_HTML.length / 2);
  }, 180_000);

  test.each(["all", "without-sanitizer"] as const)(
    "nothing runs and nothing is fetched: walls %s",
    async (walls) => {
      const { ran, requests } = await showAll(walls);
      expect([...ran].map((number) => HOSTILE_HTML[number])).toEqual([]);
      expect(requests).toEqual([]);
    },
    180_000,
  );

  test("nor in the reading pane itself, of which every fifteenth is shown", async () => {
    const { ran, requests } = await showAll("pane", (_html, number) => number % 15 === 0);
    expect([ran.size, requests]).toEqual([0, []]);
  }, 180_000);

  test("honest mail keeps its words, its links and its shape", async () => {
    const page = await openPage();
    await show(
      page,
      [
        '<h1 style="color:#123456;position:fixed">Hello</h1><table><tr><td>cell</td></tr></table><a href="https://example.test/a?b=1">link</a><img src="data:image/png;base64,iVBORw0KGgo=" alt="dot"><script>1</script>',
      ],
      "pane",
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
    await show(page, ['<img src="https://pictures.test/pixel.png">'], "pane");
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

async function showAll(
  walls: Walls,
  isChosen: (html: string, number: number) => boolean = () => true,
): Promise<Outcome> {
  const requests: string[] = [];
  const ran = new Set<number>();
  const chosen = HOSTILE_HTML.filter(isChosen);
  // Where messages share frames one page holds them all.
  const step = walls === "none" || walls === "pane" ? AT_ONCE : chosen.length;
  for (let first = 0; first < chosen.length; first += step) {
    const page = await openPage(walls, (url) => requests.push(url));
    page.on("console", (message) => {
      const number = /^pwned-(\d+)$/.exec(message.text())?.[1];
      if (message.type() === "log" && number) ran.add(Number(number));
    });
    await show(page, chosen.slice(first, first + step), walls);
    await pressEverything(page);
    await page.context().close();
  }
  return { ran, requests };
}

const isBy =
  (number: number) =>
  (url: string): boolean =>
    new RegExp(`\\bc${number}\\.${CANARY_DOMAIN}\\b`, "i").test(url);

async function openPage(walls: Walls = "pane", onRequest: (url: string) => void = () => {}): Promise<Page> {
  // All of it is in view: what is not is neither painted nor animated.
  const context = await browser.newContext({ viewport: { width: 1_600, height: 2_400 } });
  const page = await context.newPage();
  page.on("dialog", (dialog) => dialog.dismiss());
  // What a policy blocks never gets here; everything else does, before it leaves the browser.
  await context.route("**/*", (route) => {
    const url = route.request().url();
    if (isOurs(url)) return route.continue();
    onRequest(url);
    return route.fulfill({ status: 204 });
  });
  await page.goto(`${origin}/${walls === "none" ? "bare" : ""}`);
  return page;
}

/** Until each frame has its document and the browser has nothing better to do. */
async function show(page: Page, messages: readonly string[], walls: Walls): Promise<void> {
  const frames = await page.evaluate(([texts, mode]) => window.showMessages(texts, mode), [
    messages,
    walls,
  ] as const);
  const count = () =>
    inTime(
      page.evaluate(() => window.countShown()),
      frames,
    );
  const shown = waitUntil("the frames' documents", async () => (await count()) >= frames, 60_000);
  // Without walls some never end to load, and one may take the page itself away.
  await (walls === "none" ? inTime(shown, undefined, 5_000) : shown);
  await settle(page);
}

/** Presses and focuses whatever can be, as a curious reader would, but follows no honest link. */
async function pressEverything(page: Page): Promise<void> {
  const frames = page.frames().filter((frame) => !frame.url().startsWith("chrome-error:"));
  await Promise.all(frames.slice(1).map((frame) => inTime(frame.evaluate(pressAndFocus), undefined)));
  await settle(page);
}

async function settle(page: Page): Promise<void> {
  for (let turn = 0; turn < 3; turn += 1) {
    const idle = page.evaluate(
      () =>
        new Promise<void>((resolve) =>
          requestAnimationFrame(() => requestIdleCallback(() => resolve(), { timeout: 300 })),
        ),
    );
    await inTime(idle, undefined);
  }
}

/** A frame that was taken away, or whose document was refused, never answers. */
async function inTime<Value>(asked: Promise<Value>, otherwise: Value, timeMs = 2_000): Promise<Value> {
  const deadline = new AbortController();
  const late = wait(timeMs, otherwise, { signal: deadline.signal }).catch(() => otherwise);
  try {
    return await Promise.race([asked.catch(() => otherwise), late]);
  } finally {
    deadline.abort();
  }
}

function pressAndFocus(): void {
  for (const element of document.querySelectorAll<HTMLElement>("[autofocus], [tabindex]")) element.focus?.();
  for (const element of document.querySelectorAll("a, area, button, input[type=submit], input[type=image]")) {
    const target =
      element.getAttribute("href") ??
      element.getAttribute("xlink:href") ??
      element.getAttribute("formaction") ??
      "javascript:";
    if (!/^\s*https:/i.test(target))
      element.dispatchEvent(new MouseEvent("click", { bubbles: true, cancelable: true }));
  }
}

function isOurs(url: string): boolean {
  return (
    url.startsWith("data:") ||
    url === `${origin}/` ||
    /^\/(bare|page\.js|messages\/frame|without-walls)$/.test(url.replace(origin, ""))
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
