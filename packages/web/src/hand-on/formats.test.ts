import { expect, test } from "vitest";
import { offeredFormats } from "./formats.ts";

test("offers M4A only where the browser encodes AAC, and the others everywhere", () => {
  expect(offeredFormats(false).map(({ id }) => id)).toEqual(["webm", "wav", "ogg"]);
  expect(offeredFormats(true).map(({ id }) => id)).toEqual(["webm", "m4a", "wav", "ogg"]);
});
