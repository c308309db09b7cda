import { expect, test } from "vitest";
import { createPlaceMemory } from "./place-memory.ts";

const PLACE = { recordingId: "talk", positionMs: 3000, durationMs: 20_000 };

function memory(playing: () => typeof PLACE | undefined = () => PLACE) {
  const stored: unknown[] = [];
  const store = (...place: unknown[]) => void stored.push(place);
  return { ...createPlaceMemory({ remember: store, follow: store }, playing), stored };
}

test("remembers where a person is once they have heard some of it", () => {
  const { opened, used, follow, remember, stored } = memory();
  opened();
  used();
  follow();
  remember();
  expect(stored).toEqual([
    ["talk", 3000, 20_000],
    ["talk", 3000, 20_000],
  ]);
});

test("remembers nothing of a recording that was only looked at, whatever was heard before it", () => {
  const { opened, used, follow, remember, stored } = memory();
  used();
  opened();
  follow();
  remember();
  expect(stored).toEqual([]);
});

test("remembers nothing while no recording is open", () => {
  const { used, remember, stored } = memory(() => undefined);
  used();
  remember();
  expect(stored).toEqual([]);
});
