import { expect, test } from "vitest";
import { createPlaceMemory } from "./place-memory.ts";

function memory() {
  const stored: unknown[] = [];
  const store = (...place: unknown[]) => void stored.push(place);
  const place = { recordingId: "talk", positionMs: 3000, durationMs: 20_000 };
  const made = createPlaceMemory({ remember: store, follow: store }, () => place);
  return { made, stored };
}

test("remembers where a person is once they have heard some of it", () => {
  const { made, stored } = memory();
  made.opened();
  made.used();
  made.follow();
  made.remember();
  expect(stored).toEqual([
    ["talk", 3000, 20_000],
    ["talk", 3000, 20_000],
  ]);
});

test("remembers nothing of a recording that was only looked at, whatever was heard before it", () => {
  const { made, stored } = memory();
  made.used();
  made.opened();
  made.follow();
  made.remember();
  expect(stored).toEqual([]);
});

test("remembers nothing while no recording is open", () => {
  const stored: unknown[] = [];
  const store = (...place: unknown[]) => void stored.push(place);
  const made = createPlaceMemory({ remember: store, follow: store }, () => undefined);
  made.used();
  made.remember();
  expect(stored).toEqual([]);
});
