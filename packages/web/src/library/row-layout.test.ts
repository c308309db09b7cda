import { expect, test } from "vitest";
import { layOut } from "./row-layout.ts";

const SIZES = { rowPx: 64, headingPx: 40 };
const ids = (day: string, count: number) => Array.from({ length: count }, (_, n) => `${day}/${n}`);
const days = Array.from({ length: 1000 }, (_, n) => ({
  day: `day ${n}`,
  ids: ids(`day ${n}`, 1 + (n % 19)),
}));
const layout = layOut(days, SIZES);

test("gives exactly the rows that touch the view, wherever it is", () => {
  const rows = days.flatMap(({ ids: all }) => all);
  expect(rows).toHaveLength(9958);
  for (let fromPx = 0; fromPx < layout.heightPx; fromPx += 7919) {
    const toPx = fromPx + 800;
    const expected = rows.filter((id) => {
      const topPx = layout.topOf(id) ?? Number.NaN;
      return topPx < toPx && topPx + SIZES.rowPx > fromPx;
    });
    const inView = layout
      .inView(fromPx, toPx)
      .flatMap(({ day, from, to }) => ids(day, 19).slice(from, to));
    expect(inView).toEqual(expected);
  }
});

test("the list is as high as its headings and rows together", () => {
  expect(layout.heightPx).toBe(1000 * 40 + 9958 * 64);
});

test("a list without headings begins with its first row", () => {
  const found = layOut([{ day: "", ids: ["a", "b", "c"] }], SIZES);
  expect(found.topOf("c")).toBe(128);
  expect(found.inView(64, 128)).toEqual([{ day: "", topPx: 0, from: 1, to: 2 }]);
  expect(found.topOf("absent")).toBeUndefined();
});

test("an empty list has no height and nothing in view", () => {
  const empty = layOut([], SIZES);
  expect(empty.heightPx).toBe(0);
  expect(empty.inView(0, 800)).toEqual([]);
});
