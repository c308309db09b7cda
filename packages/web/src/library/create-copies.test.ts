import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { AppError } from "@tapedeck/core/errors";
import { idOf } from "../../../recorder/src/testing/recording-ids.ts";
import { copyFailure, createCopies } from "./create-copies.ts";

let saved: string[];

beforeEach(() => {
  saved = [];
  vi.useFakeTimers();
  vi.stubGlobal("document", {
    createElement: () => ({
      download: "",
      click() {
        saved.push(this.download);
      },
    }),
  });
});
afterEach(() => {
  vi.useRealTimers();
  vi.unstubAllGlobals();
});

/** Recordings of this device, by the index of their id. */
function copiesOf(device: Readonly<Record<number, readonly string[] | AppError>>) {
  const held = new Map(Object.entries(device).map(([index, copy]) => [idOf(Number(index)), copy]));
  return createCopies({
    deviceCopies: async (id) => {
      const found = held.get(id) ?? [];
      if (found instanceof AppError) throw found;
      return found.map((name) => ({ name, bytes: new Uint8Array(1) }));
    },
  });
}

test("saves each file that the device holds", async () => {
  const copies = copiesOf({ 1: ["one.webm"], 2: ["two.webm", "two_from_7.webm"] });
  expect(copies.news()).toBeUndefined();
  await copies.save([idOf(1), idOf(2)]);
  expect(saved).toEqual(["one.webm", "two.webm", "two_from_7.webm"]);
  expect(copies.news()).toBe("saved");
  expect(copyFailure(copies.news())).toBeUndefined();
});

test("says that the device holds nothing of a recording", async () => {
  const copies = copiesOf({});
  await copies.save([idOf(1)]);
  expect(copies.news()).toBe("none");
});

test("says why a recording cannot be read, and saves the others", async () => {
  const failed = new AppError("STORAGE_FAILED", "The file cannot be read.");
  const copies = copiesOf({ 1: failed, 2: ["two.webm"] });
  await copies.save([idOf(1), idOf(2)]);
  expect(saved).toEqual(["two.webm"]);
  expect(copyFailure(copies.news())).toBe("STORAGE_FAILED");
});
