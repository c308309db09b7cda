// In a language that runs right to left the page turns around, because its styles name start and end. Top and bottom
// stay: no language of the page runs downwards.
import { globSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";

const SRC = join(import.meta.dirname, "../../packages/web/src");

/** What names left or right on purpose, by file. */
const PHYSICAL: Readonly<Record<string, readonly string[]>> = {
  // Time runs from left to right, as a tape does: wave, playhead, clock, and the line of what is safe.
  "deck/deck.css": [
    "direction: ltr",
    "margin: var(--s-3) 0 0 calc(-1 * var(--s-5))",
    "direction: ltr",
    "background: radial-gradient(circle, var(--wave-quiet) 1.25px, transparent 1.5px) right center / 5px 5px repeat-x",
  ],
  "deck/sound.css": [
    "right: 0",
    "right: 0",
    "right: 0.75rem",
    "direction: ltr",
    "background: repeating-linear-gradient(90deg, var(--amber) 0 3px, transparent 3px 5px)",
  ],
  // A level rises from left to right, as the scale of a meter does.
  "deck/meter.css": [
    "direction: ltr",
    "background: linear-gradient( 90deg, var(--green) 79.6%, var(--amber) 79.6% 94.6%, var(--red-wave) 94.6% )",
    "transform: translateX(-100%)",
    "right: 0",
    "background: repeating-linear-gradient( 90deg, transparent 0 calc(var(--step) - 2px), var(--deck) calc(var(--step) - 2px) var(--step) )",
    "left: var(--at)",
    "direction: ltr",
  ],
  // Stands where the script has measured its key, in px from the left of the window. A level, as above.
  "deck/microphone-menu.css": [
    "inset: auto auto var(--menu-bottom) var(--menu-left)",
    "background: linear-gradient(90deg, var(--green) var(--level), var(--hairline) 0)",
  ],
  // Stands where the script has measured its button, in px from the left of the window.
  "design/menu.css": ["left: var(--menu-left)"],
  // Time; and a menu in the middle above its button.
  "player/player.css": [
    "background: linear-gradient(90deg, var(--red-wave) var(--played), transparent 0)",
    "direction: ltr",
    "inset: auto auto calc(100% + var(--s-2)) 50%",
    "direction: ltr",
    "mask-image: linear-gradient(90deg, transparent, #000 12% 88%, transparent)",
    "left: 50%",
    "left: -0.25rem",
  ],
  // The same deck, drawn on the door.
  "sign-in/door.css": [
    "direction: ltr",
    "margin: var(--s-3) 0 0 calc(-1 * var(--s-4))",
    "border-right: 2px solid var(--red-wave)",
    "right: 3px",
    "background: linear-gradient(90deg, var(--deck), transparent 46%)",
    "direction: ltr",
    "inset: 0 6% 0 0",
    "left: calc(94% + 3px)",
    "right: 0",
    "background: repeating-linear-gradient(90deg, var(--amber) 0 3px, transparent 3px 5px)",
  ],
};

const SIDES = /(?:^|-)(?:left|right)(?:-|$)|^(?:direction|float|clear)$/;
/** Four values: top, right, bottom, left. */
const BOX = /^(?:margin|padding|inset|border-(?:width|style|color)|scroll-(?:margin|padding))$/;
const SIDED_VALUE = /(?<![\w-])(?:left|right|-?\d+deg)(?![\w-])|translateX|scaleX/;
/** A ring begins at its top; the arrow of a summary has its own rule for each direction. */
const TURNS = "rotate";

/** `property: value` of each declaration that means left or right. */
function physicalIn(css: string): readonly string[] {
  const declarations = css
    .replaceAll(/\/\*.*?\*\//gs, "")
    .matchAll(/(?<=[{;]\s*)([\w-]+):\s*([^;{}]+)(?=[;}])/g);
  return [...declarations]
    .map(
      ([, property = "", value = ""]) => [property, value.replaceAll(/\s+/g, " ").trim()] as const,
    )
    .filter(([property, value]) => isPhysical(property, value))
    .map((declaration) => declaration.join(": "));
}

function isPhysical(property: string, value: string): boolean {
  if (property.startsWith("--") || property === TURNS || value === "inherit") return false;
  if (SIDES.test(property)) return true;
  const values = value.match(/(?:[^\s(]|\((?:[^()]|\([^()]*\))*\))+/g) ?? [];
  if (BOX.test(property)) return values.length === 4 && values[1] !== values[3];
  if (property === "border-radius") {
    const [topLeft, topRight = topLeft, bottomRight = topLeft, bottomLeft = topRight] = values;
    return topLeft !== topRight || bottomLeft !== bottomRight;
  }
  return SIDED_VALUE.test(value);
}

test("the styles name start and end, not left and right", () => {
  const found = globSync("**/*.css", { cwd: SRC })
    .sort()
    .map((file) => [file, physicalIn(readFileSync(join(SRC, file), "utf8"))] as const)
    .filter(([, physical]) => physical.length > 0);
  expect(Object.fromEntries(found)).toEqual(PHYSICAL);
});

test.each([
  "margin-left: 1px",
  "border-top-right-radius: 1px",
  "text-align: left",
  "padding: 0 1px 0 2px",
  "border-radius: 1px 0 0 1px",
  "background: linear-gradient(to right, red, blue)",
])("sees left and right in `%s`", (declaration) => {
  expect(physicalIn(`a { color: red; ${declaration}; }`)).toEqual([declaration]);
});

test.each(["margin: 0 auto 1px", "padding: 1px 2px 3px 2px", "border-radius: 1px 1px 0 0"])(
  "sees none in `%s`",
  (declaration) => {
    expect(physicalIn(`a { ${declaration} }`)).toEqual([]);
  },
);
