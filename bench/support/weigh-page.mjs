import { gzipSync } from "node:zlib";

/**
 * First-load JavaScript of one page, in gzip bytes: the scripts named in its HTML, and those asked for before `load`.
 * What only old browsers fetch (`noModule`) does not count. Each is fetched once more to be weighed: a browser does
 * not always keep the bodies of what it has loaded.
 *
 * @param {import("@playwright/test").Page} page With an empty cache.
 * @param {string} url
 * @returns {Promise<{ bytes: number, scripts: number }>}
 */
export async function weighPage(page, url) {
  /** @type {Set<string>} */
  const scripts = new Set();
  /** @param {import("@playwright/test").Request} request */
  const note = (request) => {
    if (request.resourceType() === "script") scripts.add(request.url());
  };
  page.on("request", note);
  await page.goto(url, { waitUntil: "load" });
  page.off("request", note);
  const named = await page.evaluate(() =>
    [...document.scripts].filter((script) => script.src && !script.noModule).map((script) => script.src),
  );
  for (const script of named) scripts.add(script);
  let bytes = 0;
  for (const script of scripts) {
    const answer = await page.request.get(script);
    if (!answer.ok()) throw new Error(`${script}: ${answer.status()}`);
    bytes += gzipSync(await answer.body()).length;
  }
  return { bytes, scripts: scripts.size };
}
