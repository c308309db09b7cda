import { expect, test } from "vitest";
import type { RecordingSummary } from "@tapedeck/core/contract";
import { makeRecordingId } from "@tapedeck/core/ids";
import { libraryRows, type RowSources } from "./library-rows.ts";

const idAt = (hour: number, minute = 0, day = 25) =>
  makeRecordingId(new Date(2026, 10, day, hour, minute).getTime() * 1000, new Uint8Array(6));
const sealed = (id: string, title?: string): RecordingSummary => ({
  id,
  startedAt: "2026-11-25T20:00:00.000Z",
  state: "sealed",
  durationMs: 35_000,
  ...(title === undefined ? {} : { title }),
});
const rowsOf = (sources: Partial<RowSources>) =>
  libraryRows({ bucket: [], device: [], newTitles: new Map(), deleted: new Set(), ...sources });
const namesOf = (sources: Partial<RowSources>) => rowsOf(sources).map(({ name }) => name);

const first = idAt(21, 50);
const second = idAt(21, 52);
const older = idAt(9, 12, 23);

test("merges the bucket's recordings and the device's by id, newest first", () => {
  const rows = rowsOf({ bucket: [sealed(first), sealed(older)], device: [second, first] });
  expect(rows.map(({ id }) => id)).toEqual([second, first, older]);
  expect(rows.map(({ day }) => day)).toEqual(["2026-11-25", "2026-11-25", "2026-11-23"]);
});

test("names a recording by weekday and part of the day, and numbers those of the same part", () => {
  expect(namesOf({ device: [first, second, older] })).toEqual([
    "Wednesday night, 2",
    "Wednesday night",
    "Monday morning",
  ]);
});

test("a title that a person gave takes the place of the name, and moves no number", () => {
  expect(namesOf({ bucket: [sealed(second), sealed(first, "Kitchen ideas")] })).toEqual([
    "Wednesday night, 2",
    "Kitchen ideas",
  ]);
});

test.each(["\u202E\u2066", "\u200B\uFEFF", "\r\n\0"])(
  "a title without a visible character leaves the name as it was (%#)",
  (title) => {
    expect(rowsOf({ bucket: [sealed(first, title)] })).toMatchObject([
      { name: "Wednesday night", isNamed: false },
    ]);
  },
);

test("a title that the bucket does not have yet is shown before the one that it has", () => {
  const newTitles = new Map([
    [first, "Newer"],
    [second, "Not sealed yet"],
  ]);
  const rows = rowsOf({ bucket: [sealed(first, "Older")], device: [second], newTitles });
  expect(rows.map(({ name, isNamed }) => [name, isNamed])).toEqual([
    ["Not sealed yet", true],
    ["Newer", true],
  ]);
});

test("leaves out what is deleted, and keeps the numbers of the rest", () => {
  const deleted = new Set<string>([first]);
  expect(namesOf({ device: [first, second], deleted })).toEqual(["Wednesday night, 2"]);
});

test("a title of spaces counts as none", () => {
  expect(namesOf({ bucket: [sealed(first, "  ")] })).toEqual(["Wednesday night"]);
});
