import { expect, test } from "vitest";
import type { RecordingId } from "@tapedeck/core/ids";
import { chooseNote, type NoteFacts } from "./choose-note.ts";

const CALM: NoteFacts = {
  error: undefined,
  capture: "open",
  tookOver: undefined,
  isSilent: false,
  room: { kind: "plenty" },
  full: undefined,
  safety: "in-bucket",
  heldIn: "device",
  isRecording: false,
  hearing: undefined,
  rescued: undefined,
  isRescuedInBucket: false,
};
const rescued = {
  kind: "cut-off",
  recordingId: "2026-11-25-21-50-07-000000-ABCDEF" as RecordingId,
  sampleCount: 48_000,
} as const;

/** From the worst to the most harmless. */
const WORST_FIRST: readonly (readonly [string, Partial<NoteFacts>])[] = [
  ["error", { error: "MIC_DENIED" }],
  ["suspended", { capture: "suspended" }],
  ["silent", { isSilent: true }],
  ["took-over", { tookOver: { from: "USB Microphone", to: "MacBook microphone" } }],
  ["low-room", { room: { kind: "low", minutes: 12 } }],
  ["full", { full: { used: "10 of 10 GB", isFullOfDeleted: false } }],
  ["in-memory", { safety: "in-memory" }],
  ["may-be-forgotten", { safety: "may-be-forgotten" }],
  ["too-loud", { hearing: "loud" }],
  ["rescued", { rescued }],
];

test.each(WORST_FIRST)("shows %s", (kind, facts) => {
  expect(chooseNote({ ...CALM, ...facts })?.kind).toBe(kind);
});

test("of several it shows the worst, and the next one once that is cured", () => {
  for (let from = 0; from < WORST_FIRST.length; from++) {
    const facts = WORST_FIRST.slice(from).map(([, fact]) => fact);
    // Only one reason can make closing unsafe.
    const note = chooseNote(
      facts.reduceRight<NoteFacts>((all, fact) => ({ ...all, ...fact }), CALM),
    );
    expect(note?.kind).toBe(WORST_FIRST[from]?.[0]);
  }
});

test("says nothing when nothing is wrong", () => {
  expect(chooseNote(CALM)).toBeUndefined();
  expect(chooseNote({ ...CALM, safety: "recording", isRecording: true, hearing: "good" })).toBe(
    undefined,
  );
});

test("while recording, says at once that this browser keeps no sound, and of no earlier recording", () => {
  const recording = { ...CALM, safety: "recording", isRecording: true } as const;
  expect(chooseNote({ ...recording, heldIn: "this-page" })?.kind).toBe("in-memory");
  expect(chooseNote({ ...recording, rescued })).toBeUndefined();
});

test("tells of a full storage before a recording and after it, not while the line tells where the sound is", () => {
  const storage = { used: "10 of 10 GB", isFullOfDeleted: false };
  const full = { ...CALM, full: storage };
  expect(chooseNote(full)).toEqual({ kind: "full", ...storage, heldIn: "device" });
  expect(chooseNote({ ...full, safety: "recording", isRecording: true })).toBeUndefined();
});
