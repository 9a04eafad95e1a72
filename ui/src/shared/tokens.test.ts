// The colours are legible: every pair that carries text has a contrast of at least 4.5 to 1, in both themes.
// @vitest-environment node
import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";

const css = readFileSync("src/shared/tokens.css", "utf8");

function theme(name: "light" | "dark"): Record<string, string> {
  const start = css.indexOf(`:root[data-theme="${name}"]`);
  const body = css.slice(css.indexOf("{", start), css.indexOf("}", start));
  return Object.fromEntries([...body.matchAll(/--([\w-]+):\s*(#[0-9a-f]{6});/gi)].map((match) => [match[1]!, match[2]!]));
}

/** Relative luminance after WCAG 2. */
function luminance(hex: string): number {
  const [r, g, b] = [1, 3, 5].map((at) => Number.parseInt(hex.slice(at, at + 2), 16) / 255) as [number, number, number];
  const linear = (c: number) => (c <= 0.04045 ? c / 12.92 : ((c + 0.055) / 1.055) ** 2.4);
  return 0.2126 * linear(r) + 0.7152 * linear(g) + 0.0722 * linear(b);
}

function contrast(one: string, other: string): number {
  const [light, dark] = [luminance(one), luminance(other)].sort((a, b) => b - a) as [number, number];
  return (light + 0.05) / (dark + 0.05);
}

const GROUNDS = ["paper", "surface", "sunken", "hover", "selected"];
const PAIRS: [string, string][] = [
  ...["ink", "ink-soft", "ink-faint"].flatMap((ink) => GROUNDS.map((ground): [string, string] => [ink, ground])),
  ...["ink", "ink-soft", "ink-faint"].flatMap((ink) => ["accent-soft", "amber-soft", "red-soft", "green-soft", "blue-soft", "drill-soft"].map((ground): [string, string] => [ink, ground])),
  ["ink", "mark"],
  ["ink-soft", "mark"],
  ...["amber", "red", "green", "blue", "accent-ink"].flatMap((tone) => ["paper", "surface", "sunken", "hover", "selected"].map((ground): [string, string] => [tone, ground])),
  ...["amber", "red", "green", "blue", "drill"].map((tone): [string, string] => [tone, `${tone}-soft`]),
  ["accent-ink", "accent-soft"],
  ["on-accent", "accent"],
  ["on-accent", "accent-hover"],
  ["on-drill", "drill"],
];

describe.each(["light", "dark"] as const)("the %s theme", (name) => {
  const colours = theme(name);

  it.each(PAIRS)("shows %s on %s with at least 4.5 to 1", (text, ground) => {
    const [fore, back] = [colours[text], colours[ground]];
    if (!fore || !back) throw new Error(`the ${name} theme has no colour ${fore ? ground : text}`);
    expect(contrast(fore, back), `${text} ${fore} on ${ground} ${back}`).toBeGreaterThanOrEqual(4.5);
  });

  it("shows the edges of fields with at least 3 to 1", () => {
    for (const ground of ["surface", "paper"]) expect(contrast(colours["edge"]!, colours[ground]!), `edge on ${ground}`).toBeGreaterThanOrEqual(3);
  });
});

describe("text", () => {
  it("stands on colours whose contrast is known, not on mixtures", () => {
    const files = import.meta.glob<string>("../**/*.svelte", { query: "?raw", import: "default", eager: true });
    const mixed = Object.entries(files).filter(([, text]) => /[{;]\s*background(-color)?: color-mix\([^;]*;\s*color:/.test(text));
    expect(mixed.map(([path]) => path), "nobody has measured them").toEqual([]);
  });
});

describe("the tokens", () => {
  it("are all used", () => {
    const files = import.meta.glob<string>("../**/*.svelte", { query: "?raw", import: "default", eager: true });
    const used = [css, readFileSync("src/shared/base.css", "utf8"), ...Object.values(files)].join("\n");
    const idle = [...new Set([...css.matchAll(/^ +(--[\w-]+):/gm)].map((match) => match[1]!))].filter((name) => !used.includes(`var(${name})`));
    expect(idle, "a size or colour nobody uses should go").toEqual([]);
  });
});

describe("the two themes", () => {
  it("name the same colours", () => {
    expect(Object.keys(theme("dark")).sort(), "each colour has both").toEqual(Object.keys(theme("light")).sort());
  });
});
