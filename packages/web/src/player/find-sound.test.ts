import { expect, test } from "vitest";
import type { WhatToPlay } from "@tapedeck/core/contract";
import { AppError } from "@tapedeck/core/errors";
import type { RecordingSnapshot } from "@tapedeck/recorder";
import { sealedRecording } from "../testing/sealed-recording.ts";
import { idleSnapshot, recordingSnapshot } from "../testing/snapshots.ts";
import { findSound } from "./find-sound.ts";

const stored = sealedRecording();
const { recordingId } = stored;
const SIGNAL = new AbortController().signal;
const BYTES = new Uint8Array(3);

function find(world: {
  readonly state?: RecordingSnapshot["state"];
  /** Names of the files that the device can make. */
  readonly copies?: readonly string[];
  readonly bucket: WhatToPlay | AppError;
}) {
  const { state, copies = [], bucket } = world;
  const recordings = state === undefined ? [] : [recordingSnapshot({ state })];
  return findSound(
    recordingId,
    {
      recorder: {
        snapshot: () => idleSnapshot({ recordings }),
        subscribe: () => () => undefined,
        deviceCopies: () => Promise.resolve(copies.map((name) => ({ name, bytes: BYTES }))),
      },
      getRecording: () =>
        bucket instanceof AppError ? Promise.reject(bucket) : Promise.resolve(bucket),
    },
    SIGNAL,
  );
}

const NOT_FOUND = new AppError("RECORDING_NOT_FOUND", "not there");
const OFFLINE = new AppError("OFFLINE", "no network");
const whole = `${recordingId}.webm`;

test("plays the whole file where the bucket has it", async () => {
  const wholeFile = { url: "https://bucket/whole", expiresAt: stored.sealedAt, sizeBytes: 470_000 };
  expect(await find({ bucket: { ...stored, wholeFile } })).toMatchObject({
    kind: "url",
    url: "https://bucket/whole",
    sizeBytes: 470_000,
    durationMs: 60_000,
    title: "Kitchen ideas",
  });
});

test("plays the segments while the whole file is not made yet", async () => {
  expect(await find({ bucket: stored })).toMatchObject({ kind: "segments", durationMs: 60_000 });
});

test("plays from this device what is not sealed, without asking the API", async () => {
  const sound = await find({ state: "ended", copies: [whole], bucket: stored });
  expect(sound).toMatchObject({ kind: "device", isPartial: false });
});

test("says that it is a part when the start has left this device", async () => {
  const sound = await find({
    state: "open",
    copies: [`${recordingId}_from_7.webm`],
    bucket: NOT_FOUND,
  });
  expect(sound).toMatchObject({ kind: "device", isPartial: true });
});

test("plays from the bucket what this device has sealed", async () => {
  expect(await find({ state: "sealed", copies: [], bucket: stored })).toMatchObject({
    kind: "segments",
  });
});

test("plays from this device a recording that its list does not show yet, while offline", async () => {
  expect(await find({ copies: [whole], bucket: OFFLINE })).toMatchObject({ kind: "device" });
});

test("names the network's failure when this device has nothing of it", async () => {
  await expect(find({ bucket: OFFLINE })).rejects.toMatchObject({ code: "OFFLINE" });
});

test("says that a recording is not complete while its seal is still on the way", async () => {
  const waiting = { kind: "waiting", untilMs: 0, code: "OFFLINE" } as const;
  await expect(find({ state: waiting, bucket: NOT_FOUND })).rejects.toMatchObject({
    code: "RECORDING_INCOMPLETE",
  });
});
