import type { Config } from "tailwindcss";

/** Names for the tokens of `app/tokens.css`. Tailwind's own palette is left out on purpose: a colour has a meaning here. */
export default {
  theme: {
    colors: {
      transparent: "transparent",
      current: "currentColor",
      white: "#ffffff",
      black: "#000000",
      canvas: "var(--canvas)",
      surface: "var(--surface)",
      sunken: "var(--sunken)",
      line: { DEFAULT: "var(--line)", strong: "var(--line-strong)" },
      ink: { DEFAULT: "var(--ink)", soft: "var(--ink-soft)", faint: "var(--ink-faint)" },
      accent: {
        DEFAULT: "var(--accent)",
        hover: "var(--accent-hover)",
        ink: "var(--accent-ink)",
        soft: "var(--accent-soft)",
      },
      "on-accent": "var(--on-accent)",
      ok: { ink: "var(--ok-ink)", soft: "var(--ok-soft)" },
      busy: { ink: "var(--busy-ink)", soft: "var(--busy-soft)" },
      warn: { ink: "var(--warn-ink)", soft: "var(--warn-soft)" },
      bad: {
        DEFAULT: "var(--bad)",
        hover: "var(--bad-hover)",
        ink: "var(--bad-ink)",
        soft: "var(--bad-soft)",
      },
      "on-bad": "var(--on-bad)",
    },
    fontFamily: {
      sans: ['"Inter Variable"', '"Inter Fallback"', "system-ui", "sans-serif"],
      mono: [
        "ui-monospace",
        '"SF Mono"',
        '"Cascadia Code"',
        '"DejaVu Sans Mono"',
        "Menlo",
        "Consolas",
        "monospace",
      ],
    },
  },
} satisfies Config;
