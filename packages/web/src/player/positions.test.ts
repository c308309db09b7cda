import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { rememberedPositions } from "./positions.ts";

const stored = new Map<string, string>();
beforeEach(() => {
  vi.stubGlobal("localStorage", {
    getItem: (key: string) => stored.get(key) ?? null,
    setItem: (key: string, value: string) => stored.set(key, value),
  });
});
afterEach(() => {
  stored.clear();
  vi.unstubAllGlobals();
});

const HOUR_MS = 3_600_000;

test("remembers each person's place in each recording", () => {
  rememberedPositions("ada").remember("one", 61_000, HOUR_MS);
  rememberedPositions("ada").remember("two", 2_000, HOUR_MS);
  const [ada, ben] = [rememberedPositions("ada"), rememberedPositions("ben")];
  expect([ada.positionMs("one"), ada.positionMs("two"), ben.positionMs("one")]).toEqual([
    61_000, 2_000, 0,
  ]);
});

test("begins at the start again once a recording was heard to its end", () => {
  const positions = rememberedPositions("ada");
  positions.remember("one", 61_000, HOUR_MS);
  positions.remember("one", HOUR_MS - 4_000, HOUR_MS);
  expect(positions.positionMs("one")).toBe(0);
});

test("stores a place that moves once every 5 s, not at each of its steps", () => {
  const positions = rememberedPositions("ada");
  for (let ms = 0; ms < 14_000; ms += 250) positions.follow("one", ms, HOUR_MS);
  expect(positions.positionMs("one")).toBe(10_000);
});

test("keeps the 200 places that were left last", () => {
  const positions = rememberedPositions("ada");
  for (let n = 0; n < 250; n++) positions.remember(`recording ${n}`, 1_000 + n, HOUR_MS);
  expect(positions.positionMs("recording 49")).toBe(0);
  expect(positions.positionMs("recording 50")).toBe(1_050);
  expect(positions.positionMs("recording 249")).toBe(1_249);
});

test("takes what another program stored for nothing", () => {
  stored.set("tapedeck.positions.ada", '{"one":"x","two":-3');
  expect(rememberedPositions("ada").positionMs("one")).toBe(0);
});
