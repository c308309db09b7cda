import { expect, test } from "vitest";
import type { RecordingToPlay } from "@tapedeck/core/contract";
import { createSegmentIndex } from "./segment-index.ts";

const SAMPLES = 240_000;
const COUNT = 250;
const SIGNAL = new AbortController().signal;

/** A recording of 250 segments, whose URLs last 15 minutes from when they were asked for. */
function scriptedRecording(
  lengths: (place: number) => number = () => SAMPLES,
  sequenceAt: (place: number) => number = (place) => place,
) {
  let nowMs = Date.UTC(2026, 10, 23);
  const asked: number[] = [];
  const starts = [0];
  for (let i = 0; i < COUNT; i++) starts.push((starts[i] ?? 0) + lengths(i));
  const pageFrom = (firstSequence: number): RecordingToPlay => ({
    state: "sealed",
    formatVersion: 1,
    recordingId: "2026-11-23-08-15-30-123456-7ZK3QF",
    startedAt: "2026-11-23T08:15:30.123Z",
    sealedAt: "2026-11-23T08:35:30.123Z",
    sampleRateHz: 48_000,
    durationMs: 1,
    sampleCount: 1,
    sizeBytes: 1,
    gaps: [],
    segmentCount: COUNT,
    segments: Array.from({ length: Math.min(100, COUNT - firstSequence) }, (_, i) => ({
      sequence: sequenceAt(firstSequence + i),
      startSample: starts[firstSequence + i] ?? 0,
      sampleCount: lengths(firstSequence + i),
      sizeBytes: 40_000,
      sha256: "",
      url: `https://bucket/${firstSequence + i}?at=${nowMs}`,
      expiresAt: new Date(nowMs + 900_000).toISOString(),
    })),
  });
  const index = createSegmentIndex(
    pageFrom(0),
    (_id, firstSequence) => {
      asked.push(firstSequence);
      return Promise.resolve(pageFrom(firstSequence));
    },
    () => nowMs,
  );
  return { index, asked, pass: (ms: number) => (nowMs += ms) };
}

test("finds the segment of a sample with one call for its page, and none for a known page", async () => {
  const { index, asked } = scriptedRecording();
  expect((await index.segmentAt(0, SIGNAL)).sequence).toBe(0);
  expect((await index.segmentAt(SAMPLES * 99 + 1, SIGNAL)).sequence).toBe(99);
  expect(asked).toEqual([]);
  expect((await index.segmentAt(SAMPLES * 230, SIGNAL)).sequence).toBe(230);
  expect((await index.segmentAt(SAMPLES * 231 - 1, SIGNAL)).sequence).toBe(230);
  expect(asked).toEqual([200]);
});

test("finds the segment of a sample also where segments have different lengths", async () => {
  const { index } = scriptedRecording((sequence) => (sequence < 120 ? SAMPLES : SAMPLES / 5));
  const sample = 120 * SAMPLES + 90 * (SAMPLES / 5);
  expect((await index.segmentAt(sample, SIGNAL)).sequence).toBe(210);
});

test("finds segments by their place when the sequences before them are missing", async () => {
  const { index, asked } = scriptedRecording(undefined, (place) => place + 150);
  expect(await index.segment(120, SIGNAL)).toMatchObject({ place: 120, sequence: 270 });
  const { place, sequence } = await index.segmentAt(SAMPLES * 249, SIGNAL);
  expect([place, sequence]).toEqual([249, 399]);
  expect(asked).toEqual([100, 200]);
});

test("gives the last segment for a sample after the end", async () => {
  const { index } = scriptedRecording();
  expect((await index.segmentAt(SAMPLES * 1000, SIGNAL)).sequence).toBe(COUNT - 1);
});

test("asks for a new URL when the old one is about to expire, or was refused", async () => {
  const { index, asked, pass } = scriptedRecording();
  pass(800_000);
  expect((await index.segment(5, SIGNAL)).url).toContain("/5?");
  expect(asked).toEqual([]);
  pass(80_000);
  const { url } = await index.segment(5, SIGNAL);
  expect(asked).toEqual([0]);
  index.forget(5);
  pass(1);
  expect((await index.segment(5, SIGNAL)).url).not.toBe(url);
  expect(asked).toEqual([0, 0]);
});
