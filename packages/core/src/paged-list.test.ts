import { expect, test } from "vitest";
import {
  firstPosition,
  itemAt,
  itemsOf,
  pagedList,
  positionsOnPages,
  withAppended,
  withItems,
} from "./paged-list.ts";

const upTo = (count: number) => Array.from({ length: count }, (_, index) => index);

test.each([0, 1, 127, 128, 129, 20_000])("a list of %i items gives them back", (count) => {
  const list = pagedList(upTo(count));
  expect(list.length).toBe(count);
  expect(itemsOf(list)).toEqual(upTo(count));
  expect(itemAt(list, count - 1)).toBe(count === 0 ? undefined : count - 1);
  for (const outside of [-1, -128, count]) expect(itemAt(list, outside)).toBeUndefined();
});

test("a list that grows item by item equals one that is made at once, and stays as it was", () => {
  let list = pagedList<number>([]);
  const lists = upTo(400).map((item) => (list = withAppended(list, [item])));
  expect(list).toEqual(pagedList(upTo(400)));
  expect(lists.map(({ length }) => length)).toEqual(upTo(400).map((index) => index + 1));
  expect(itemsOf(lists[199] ?? list)).toEqual(upTo(200));
  expect(withAppended(list, upTo(1000)).length).toBe(1400);
});

test("a changed list shares every page that did not change, and the old one stays as it was", () => {
  const before = pagedList(upTo(1000));
  const after = withItems(
    before,
    new Map([
      [3, -3],
      [5, -5],
      [999, -999],
    ]),
  );
  expect([3, 4, 5, 999].map((position) => itemAt(after, position))).toEqual([-3, 4, -5, -999]);
  expect(itemsOf(before)).toEqual(upTo(1000));
  const shared = after.pages.filter((page, index) => page === before.pages[index]);
  expect(shared).toHaveLength(before.pages.length - 2);
  expect(withItems(before, new Map())).toBe(before);
});

test("the first position of a sorted list is found, also where there is none", () => {
  const even = pagedList(upTo(300).map((index) => index * 2));
  expect(firstPosition(even, (item) => item >= 201)).toBe(101);
  expect(firstPosition(even, (item) => item >= 0)).toBe(0);
  expect(firstPosition(even, (item) => item >= 999)).toBe(300);
  expect(firstPosition(pagedList<number>([]), () => true)).toBe(0);
});

test("positions are counted over all pages", () => {
  const list = pagedList(upTo(300));
  const positions = [...positionsOnPages(list, (page) => (page.includes(130) ? [0, 2] : []))];
  expect(positions).toEqual([128, 130]);
});
