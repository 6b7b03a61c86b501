import { createElement } from "react";
import { renderToStaticMarkup } from "react-dom/server";
import { encode } from "uqr";
import { describe, expect, test } from "vitest";
import { Meter } from "@/components/ui/meter";
import { ProgressSteps } from "@/components/ui/progress-steps";
import { QrCode } from "@/components/ui/qr-code";
import { StatusBadge } from "@/components/ui/status-badge";
import { Tabs } from "@/components/ui/tabs";

const TEXT = '[1,[1,1],[0,"imap.example.org",993,3,1,"anna@example.org"]]';

describe("the QR code", () => {
  const markup = renderToStaticMarkup(createElement(QrCode, { text: TEXT, label: "Settings" }));
  const wanted = encode(TEXT, { ecc: "M", border: 4 });

  test("draws exactly the dark modules", () => {
    const drawn = wanted.data.map((row) => row.map(() => false));
    for (const [, x, y, width] of markup.matchAll(/M(\d+) (\d+)h(\d+)v1h-\d+z/g)) {
      for (let at = Number(x); at < Number(x) + Number(width); at += 1) {
        drawn[Number(y)]?.splice(at, 1, true);
      }
    }
    expect(drawn).toEqual(wanted.data);
  });

  test("keeps a quiet zone of four modules, and its name", () => {
    expect(wanted.data.slice(0, 4).flat()).not.toContain(true);
    expect(markup).toContain('aria-label="Settings"');
  });
});

describe("what is told by colour is told in words as well", () => {
  test("a badge carries its word", () => {
    expect(renderToStaticMarkup(StatusBadge({ tone: "bad", children: "Problem" }))).toContain("Problem");
  });

  test("a step carries its state", () => {
    const steps = [{ name: "a", state: "failed", title: "Mailbox", stateLabel: "stopped" }] as const;
    const markup = renderToStaticMarkup(createElement(ProgressSteps, { steps, label: "Progress" }));
    expect(markup).toContain("stopped");
    expect(markup).toContain('data-state="failed"');
  });

  test("a meter has its value for those who cannot see it", () => {
    const markup = renderToStaticMarkup(
      createElement(Meter, { value: 96, max: 100, level: "full", label: "Space used" }),
    );
    expect(markup).toMatch(/<meter [^>]*value="96"/);
    expect(markup).toContain('aria-label="Space used"');
  });
});

describe("tabs", () => {
  const tabs = ["one", "two"].map((name) => ({ name, label: name, content: `help for ${name}` }));
  const markup = renderToStaticMarkup(
    createElement(Tabs, { id: "device", label: "Device", tabs, selected: "two" }),
  );

  test("are radio buttons of one group, with the chosen one checked", () => {
    expect(markup.match(/type="radio"/g)).toHaveLength(2);
    expect(markup).toMatch(/id="device-two"[^>]*checked=""/);
    expect(markup).not.toMatch(/id="device-one"[^>]*checked/);
  });

  test("all panels are in the page, so that nothing needs a script", () => {
    expect(markup).toContain("help for one");
    expect(markup).toContain("help for two");
  });
});
