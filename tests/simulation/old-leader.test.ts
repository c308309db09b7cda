// A tab of the release before leads, and does not know the journal's format of today (docs/files.md).
import { expect, test } from "vitest";
import { readSegment } from "@tapedeck/core/webm/segment-reader";
import { createVirtualClock } from "../../packages/recorder/src/testing/virtual-clock.ts";
import { createVirtualTabs } from "../../packages/recorder/src/testing/virtual-tabs.ts";
import { createDevice } from "./device.ts";
import { OWNER } from "./identity.ts";
import { installFakeEncoder } from "./fake-encoder.ts";
import { createRandom } from "./random.ts";
import { createServer } from "./server.ts";
import { openTab } from "./tab.ts";
import { createWorld } from "./world.ts";

test("an old tab uploads nothing of a recording of today, and once it is gone all of it arrives", async () => {
  installFakeEncoder();
  const clock = createVirtualClock();
  const world = createWorld({ clock, random: createRandom(1), skewMs: 0, onLine: () => undefined });
  const server = createServer(world, { isOld: false });
  const device = createDevice(world, server, { isPrivate: false });
  const parts = { world, server, device, tabs: createVirtualTabs(), sending: new Map() };
  const old = openTab("old tab", parts, "before");
  await clock.advance(1000);
  const today = openTab("tab of today", parts, "today");
  await clock.advance(1000);
  void today.recorder.start({ segmentSeconds: 2 });
  await clock.advance(5000);
  void today.recorder.stop();
  await clock.advance(1000);
  const [recording] = await device.records.recordings(OWNER);
  if (recording === undefined) throw new Error("nothing was recorded");
  const { recordingId } = recording;
  const recorded = await device.records.segments(recordingId);
  expect(recorded.length).toBe(3);

  await clock.advance(600_000);
  expect([...server.bytes.keys()]).toEqual([]);
  expect(await device.files.list()).toHaveLength(3);
  // It waits, and waits for ever: the old tab neither gives it up nor makes other bytes of it.
  const waiting = await device.records.segments(recordingId);
  expect(waiting.map(({ sha256, life }) => [sha256, life])).toEqual(
    recorded.map(({ sha256 }) => [sha256, { kind: "journaled" }]),
  );
  // Its own page says so, with the sentence that asks to reload it.
  for (const { status } of old.recorder.snapshot().segments) {
    expect(status).toMatchObject({ kind: "waiting", code: "STORAGE_FAILED" });
  }
  expect(today.recorder.snapshot().safety).not.toBe("in-bucket");

  old.die();
  await clock.advance(120_000);
  expect(world.violations).toEqual([]);
  expect(today.recorder.snapshot().safety).toBe("in-bucket");
  // In the order of their keys: four uploads run at once.
  const keys = [...server.bytes.keys()].toSorted();
  const stored = keys.map((key) => readSegment(server.bytes.get(key) ?? new Uint8Array()));
  expect(stored.map(({ sampleCount }) => sampleCount)).toEqual(
    recorded.map(({ sampleCount }) => sampleCount),
  );
  // The microphone of the simulation gives 0.5.
  expect(stored.every(({ peaks }) => peaks?.every((peak) => peak === 227))).toBe(true);
});
