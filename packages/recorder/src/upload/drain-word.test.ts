// What the service worker leaves for the next page to say.
import { expect, test } from "vitest";
import { AppError } from "@tapedeck/core/errors";
import { createDraining, SAMPLE_COUNT, SEGMENTS } from "../testing/draining.ts";
import { idOf } from "../testing/recording-ids.ts";

test("the next page tells what was finished without it, once, and then forgets it", async () => {
  const browser = createDraining();
  await browser.record();
  await browser.drain();
  await browser.storeAll();
  expect(await browser.drain(), "nothing is left to drain").toEqual({ outcome: "nothing-left" });
  const { view } = await browser.openTab();
  expect(view.recordings()).toMatchObject([
    { recordingId: idOf(0), state: "sealed", segmentCount: SEGMENTS, verifiedCount: SEGMENTS },
  ]);
  expect(view.safety(true)).toBe("in-bucket");
  const word = { kind: "finished-meanwhile", recordingId: idOf(0), sampleCount: SAMPLE_COUNT };
  expect(view.saved()).toEqual([word]);
  expect(await browser.records.recordings("ada")).toEqual([]);
  const next = await browser.openTab();
  expect(next.view.saved()).toEqual([]);
  expect(browser.api.seals).toHaveLength(1);
});

test("a disk without room for that word loses the word, and nothing else", async () => {
  const browser = createDraining();
  await browser.record();
  const { storage } = browser.environment;
  const putRecording = async () => {
    throw new AppError("STORAGE_FULL", "No room.");
  };
  const drained = await browser.drain({
    ...storage,
    records: { ...storage.records, putRecording },
  });
  await browser.storeAll();
  expect(drained.outcome).toBe("nothing-left");
  expect(await browser.records.recordings("ada")).toEqual([]);
});
