// Every pair of colours that meets on a screen, light and dark, also where the person asks for more contrast. axe
// measures texts only, and only those of the states that it sees.
// @see https://www.w3.org/TR/WCAG22/#contrast-minimum and #non-text-contrast
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { WEB_ROOT } from "@tapedeck/local/site/web-root";

const css = readFileSync(join(WEB_ROOT, "src/design/tokens.css"), "utf8");
const SURFACES = ["paper", "deck", "raised"];
const TEXTS = [
  ...pairs(["ink", "ink-2", "ink-3", "red-ink", "green-ink", "amber-ink"], [...SURFACES, "sunken"]),
  ...pairs(["ink", "ink-2", "amber-ink"], ["amber-soft"]),
  ...pairs(["ink", "ink-2", "red-ink"], ["red-soft"]),
  ...pairs(["ink", "ink-2", "green-ink"], ["green-soft"]),
  ...pairs(["on-red"], ["red", "red-press"]),
  ...pairs(["paper", "raised"], ["ink"]),
];
const CONTROLS = [
  ...pairs(["edge", "red", "red-wave", "green", "amber", "wave", "focus"], SURFACES),
  ["amber", "amber-soft"],
  ["edge", "sunken"],
  // How full the person's storage is.
  ...pairs(["green", "amber"], ["sunken"]),
] as const;

describe.for(["light", "dark"] as const)("%s", (side) => {
  const usual = palette(between(":root {", "\n}"), side);
  const more = new Map([...usual, ...palette(between("(prefers-contrast: more)", "\n}\n"), side)]);

  test.for([
    { name: "texts", colours: usual, all: TEXTS, least: 4.5 },
    { name: "edges and signs", colours: usual, all: CONTROLS, least: 3 },
    { name: "texts with more contrast", colours: more, all: TEXTS, least: 7 },
    { name: "edges and signs with more contrast", colours: more, all: CONTROLS, least: 4.5 },
  ])("$name have at least $least to 1", ({ colours, all, least }) => {
    const weak = all
      .map(([front, back]) => ({
        pair: `${front} on ${back}`,
        ratio: ratio(colours.get(front), colours.get(back)),
      }))
      .filter((each) => each.ratio < least);
    expect(weak).toEqual([]);
  });
});

function pairs(fronts: readonly string[], backs: readonly string[]) {
  return fronts.flatMap((front) => backs.map((back) => [front, back] as const));
}

function between(start: string, end: string): string {
  const from = css.indexOf(start);
  if (from < 0) throw new Error(`tokens.css has no ${start}`);
  return css.slice(from, css.indexOf(end, from));
}

/** The colours of a block by their names; the others of its values are sizes and shadows. */
function palette(block: string, side: "light" | "dark"): ReadonlyMap<string, string> {
  const found = block.matchAll(/--([\w-]+):\s*(?:light-dark\((#\w{6}),\s*(#\w{6})\)|(#\w{6}));/g);
  return new Map(
    [...found].map(([, name = "", light = "", dark = "", both]) => [
      name,
      both ?? (side === "light" ? light : dark),
    ]),
  );
}

/** 1 to 21. @see https://www.w3.org/TR/WCAG22/#dfn-contrast-ratio */
function ratio(front: string | undefined, back: string | undefined): number {
  if (front === undefined || back === undefined) throw new Error("no such colour");
  const [darker = 0, lighter = 0] = [luminance(front), luminance(back)].sort((a, b) => a - b);
  return (lighter + 0.05) / (darker + 0.05);
}

/** @see https://www.w3.org/TR/WCAG22/#dfn-relative-luminance */
function luminance(hex: string): number {
  const [red = 0, green = 0, blue = 0] = [1, 3, 5].map((at) => {
    const part = parseInt(hex.slice(at, at + 2), 16) / 255;
    return part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4;
  });
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
}
