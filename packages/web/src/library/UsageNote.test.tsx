import { expect, test } from "vitest";
import { renderText } from "../testing/render-text.ts";
import { shownUsage } from "./shown-usage.ts";
import { UsageNote } from "./UsageNote.tsx";

const GIGABYTE = 1_000_000_000;

const text = (gigabytes: number, isFull = false) => {
  const usage = shownUsage({
    sizeBytes: gigabytes * GIGABYTE,
    durationMs: 0,
    removedSizeBytes: 0,
    maxSizeBytes: 10 * GIGABYTE,
    maxDurationMs: 360_000_000,
    isFull,
  });
  return renderText(() => <UsageNote usage={usage} />);
};

test("warns from 90 % on, until the storage is full: then the deck says it", () => {
  expect(text(8.9)).toBe("");
  expect(text(9.31)).toBe(
    "Your storage is almost full: 9.3 of 10 GB. Delete something, or ask the owner for more room.",
  );
  expect(text(10, true)).toBe("");
});

test("says nothing as long as the server has not said what is stored", () => {
  expect(renderText(() => <UsageNote usage={undefined} />)).toBe("");
});
