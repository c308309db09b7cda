// segments.verify and recordings.seal refuse what breaks a rule: each new field, by its own sentence.
import { describe, expect, test } from "vitest";
import { LIMITS } from "@tapedeck/core/limits";
import { useStack } from "../fixtures/stack/use-stack.ts";
import { makeSegment, RECORDING_ID, SHA256 } from "../fixtures/stack/samples.ts";

const stack = await useStack();
const token = await stack.tokenOf("ada");

const call = (procedure: string, body: object) =>
  stack.post(procedure, JSON.stringify(body), { authorization: `Bearer ${token}` });

const refusal = (message: RegExp) => ({
  status: 400,
  appCode: "INPUT_INVALID",
  message: expect.stringMatching(message) as string,
});

describe("segments.verify refuses", () => {
  const question = (over: object = {}) => ({
    sequence: 0,
    sizeBytes: 40_000,
    sha256: SHA256,
    ...over,
  });
  const many = Array.from({ length: LIMITS.segmentsPerCall + 1 }, (_, sequence) =>
    question({ sequence }),
  );

  test.each<[string, object, RegExp]>([
    ["no list", { segments: "all" }, /segments must be a list of 1 to 100 segments, got "all"/],
    [
      "0 segments",
      { segments: [] },
      /segments must be a list of 1 to 100 segments, got a list of 0/,
    ],
    ["101 segments", { segments: many }, /1 to 100 segments, got a list of 101/],
    ["one twice", { segments: [question(), question()] }, /once, got 0 twice/],
    ["a negative sequence", { segments: [question({ sequence: -1 })] }, /\[0\]\.sequence .*got -1/],
    ["size 0", { segments: [question({ sizeBytes: 0 })] }, /\[0\]\.sizeBytes must be .*got 0/],
    [
      "a checksum in hex",
      { segments: [question({ sha256: "ab".repeat(32) })] },
      /\[0\]\.sha256 must/,
    ],
    ["a field of its own", { segments: [question({ key: "users/x" })] }, /segments\[0\].*key/],
    ["a made-up id", { recordingId: "../../etc" }, /recordingId must be .*got "..\/../],
  ])("%s", async (_what, changed, message) => {
    const body = { recordingId: RECORDING_ID, segments: [question()], ...changed };
    expect(await call("segments.verify", body)).toMatchObject(refusal(message));
  });
});

describe("recordings.seal refuses", () => {
  const gap = (over: object = {}) => ({ startSample: 0, durationMs: 1, reason: "lost", ...over });
  const gaps = (...list: object[]) => ({ gaps: list });
  const first = (over: object) => ({ segments: [{ ...makeSegment(0), ...over }] });
  const tooMany = Array.from({ length: LIMITS.gapsPerRecording + 1 }, () => gap());
  const longTitle = "x".repeat(LIMITS.titleCharacters + 1);

  test.each<[string, object, RegExp]>([
    ["0 segments", { segments: [] }, /a list of 1 to 20000 segments, got a list of 0/],
    ["one twice", { segments: [makeSegment(0), makeSegment(0)] }, /once, got 0 twice/],
    ["a sequence above 999999", first({ sequence: 1_000_000 }), /\[0\]\.sequence .*got 1000000/],
    ["a negative start", first({ startSample: -1 }), /\[0\]\.startSample must .*got -1/],
    ["0 samples", first({ sampleCount: 0 }), /\[0\]\.sampleCount must .* from 1 to 2880000, got 0/],
    ["more than a minute", first({ sampleCount: 2_880_001 }), /sampleCount must .*got 2880001/],
    [
      "a first segment that starts late",
      first({ startSample: 1 }),
      /Segment 0 must start at sample 0/,
    ],
    ["no gaps at all", { gaps: undefined }, /gaps must be a list of at most 4000 gaps/],
    ["too many gaps", { gaps: tooMany }, /at most 4000 gaps, got a list of 4001/],
    ["a gap before the start", gaps(gap({ startSample: -1 })), /gaps\[0\]\.startSample .*got -1/],
    ["a gap of 0 ms", gaps(gap({ durationMs: 0 })), /gaps\[0\]\.durationMs .*got 0/],
    ["a gap of half a ms", gaps(gap({ durationMs: 0.5 })), /gaps\[0\]\.durationMs .*got 0.5/],
    [
      "a gap for no reason of ours",
      gaps(gap({ reason: "bored" })),
      /reason must be one of paused, /,
    ],
    ["a gap with a field of its own", gaps(gap({ note: "x" })), /gaps\[0\].*note/],
    ["an empty title", { title: "" }, /title must be a text of 1 to 200 characters, got ""/],
    ["a long title", { title: longTitle }, /title must be a text of 1 to 200 characters/],
    ["a title that is none", { title: 7 }, /title must be a text .*got 7/],
    ["a field of its own", { extra: 1 }, /extra/],
  ])("%s", async (_what, changed, message) => {
    const body = { recordingId: RECORDING_ID, segments: [makeSegment(0)], gaps: [], ...changed };
    expect(await call("recordings.seal", body)).toMatchObject(refusal(message));
  });
});
