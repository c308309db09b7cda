import { expect, test } from "vitest";
import { findRows, foundPieces } from "./find-rows.ts";
import type { LibraryRow } from "./library-rows.ts";

const NOW = new Date(2026, 10, 25, 21, 58).getTime();
const row = (name: string, day: string): LibraryRow => ({
  id: `${day}-${name}`,
  startedAtMs: new Date(`${day}T12:00:00`).getTime(),
  day,
  name,
  isNamed: true,
});
const ROWS = [
  row("Interview with Grandma, part 2", "2026-11-24"),
  row("Café at noon", "2026-11-22"),
  row("Grandma’s plum cake", "2026-09-12"),
  row("Rain", "2026-09-11"),
];
const found = (query: string) => findRows(ROWS, query, NOW).map(({ name }) => name);

test.each([
  ["grandma", ["Interview with Grandma, part 2", "Grandma’s plum cake"]],
  ["GRANDMA  interview", ["Interview with Grandma, part 2"]],
  ["cafe", ["Café at noon"]],
  ["sunday", ["Café at noon"]],
  ["12 Sep", ["Grandma’s plum cake"]],
  ["1 sep", []],
  ["2 nov", []],
  ["grandma sep", ["Grandma’s plum cake"]],
  ["yesterday", ["Interview with Grandma, part 2"]],
  ["2026-09-11", ["Rain"]],
  ["grandpa", []],
])("finds by title and by day: “%s”", (query, names) => {
  expect(found(query)).toEqual(names);
});

test("an empty query finds everything", () => {
  expect(found("  ")).toHaveLength(ROWS.length);
});

test("reads each name once, however many keys a person types", () => {
  let readCount = 0;
  const counted = ROWS.map((each) => ({
    ...each,
    get name() {
      readCount += 1;
      return each.name;
    },
  }));
  for (const query of ["g", "gr", "gra", "rain"]) findRows(counted, query, NOW);
  expect(readCount).toBe(ROWS.length);
});

test.each([
  ["Interview with Grandma", "grandma", ["Interview with ", "*Grandma"]],
  ["Café", "cafe", ["*Café"]],
  ["aXa", "a", ["*a", "X", "*a"]],
  ["Rain", "snow", ["Rain"]],
  ["İstanbul 🎧", "istanbul 🎧", ["*İstanbul", " ", "*🎧"]],
])("marks what it found in %s for “%s”, and loses no character", (name, query, pieces) => {
  const cut = foundPieces(name, query);
  expect(cut.map(({ text, isFound }) => (isFound ? `*${text}` : text))).toEqual(pieces);
  expect(cut.map(({ text }) => text).join("")).toBe(name);
});
