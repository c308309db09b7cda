import { expect, test } from "vitest";
import type { SealByList } from "../contract.ts";
import { LIMITS } from "../limits.ts";
import type { Clock } from "../ports.ts";
import {
  gap,
  identity,
  keyOf,
  manifestKey,
  recordingId,
  segment,
  sealByCount,
  sha256Of,
  stored,
  storedRecording,
  toSeal,
} from "../testing/stored-recording.ts";
import { deleteRecording } from "./delete-recording.ts";
import { sealRecording } from "./seal-recording.ts";

/** A bucket that holds the first segments of the recording. */
function bucketOf(count: number) {
  const ports = storedRecording(count);
  const seal = (changed: Partial<SealByList> = {}) =>
    sealRecording({ ...toSeal, ...changed }, identity, ports);
  return { store: ports.store, seal, ports };
}

test("a seal writes the bucket's segments, in order, with their sums", async () => {
  const { store, seal } = bucketOf(3);
  const manifest = await seal({ segments: [2, 0, 1].map(segment), title: "Standup" });
  expect(manifest).toEqual({
    formatVersion: 1,
    recordingId,
    startedAt: "2026-11-23T08:14:30.250Z",
    sealedAt: "2026-11-23T08:15:30.250Z",
    title: "Standup",
    sampleRateHz: 48_000,
    durationMs: 15_000,
    sampleCount: 720_000,
    sizeBytes: 3003,
    segments: [0, 1, 2].map(segment),
    gaps: [gap],
  });
  expect(JSON.parse(store.objects.get(manifestKey)?.text ?? "")).toEqual(manifest);
});

test("a second seal gives the first manifest, even when the bucket holds more by then", async () => {
  const { store, seal } = bucketOf(3);
  const first = await seal();
  store.objects.delete(keyOf(1));
  expect(await seal({ title: "later" })).toEqual(first);
});

/** Ports on which every seal has read before any of them writes. */
function race(clock: Clock) {
  const ports = storedRecording(3);
  const seal = (changed: Partial<SealByList>) =>
    sealRecording({ ...toSeal, ...changed }, identity, { ...ports, clock });
  return { seal, storedText: () => ports.store.objects.get(manifestKey)?.text };
}

test("eight seals at once, with different times and titles, all get the stored manifest", async () => {
  let nowMicros = storedRecording(0).clock.nowMicros();
  const { seal, storedText } = race({ nowMicros: () => (nowMicros += 1_000_000) });
  const manifests = await Promise.all(
    Array.from({ length: 8 }, (_, index) => seal({ title: `by ${index}` })),
  );
  const texts = new Set(manifests.map((manifest) => JSON.stringify(manifest)));
  expect([...texts]).toEqual([storedText()]);
});

test("two seals at once with different gaps: one succeeds and the other is refused", async () => {
  const { seal, storedText } = race(storedRecording(0).clock);
  const [one, other] = await Promise.allSettled([
    seal({}),
    seal({ gaps: [{ ...gap, durationMs: 7 }] }),
  ]);
  const [told, sealed] = one.status === "rejected" ? [one, other] : [other, one];
  expect(sealed?.status === "fulfilled" && JSON.stringify(sealed.value)).toBe(storedText());
  expect(told).toMatchObject({ status: "rejected", reason: { code: "RECORDING_SEALED" } });
});

test("a seal is refused as changing when the manifest disappears at every try", async () => {
  const ports = storedRecording(3);
  const vanishing = { ...ports.store, putJsonIfAbsent: async () => "taken" as const };
  const refused = sealRecording(toSeal, identity, { ...ports, store: vanishing });
  await expect(refused).rejects.toMatchObject({ code: "RECORDING_CHANGING" });
});

test("a missing checksum is reported as such, and not as an alteration", async () => {
  const { store, seal } = bucketOf(3);
  for (const sequence of [0, 2]) {
    store.objects.set(keyOf(sequence), { ...stored(sequence), sha256: undefined });
  }
  await expect(seal()).rejects.toMatchObject({
    code: "CHECKSUM_ABSENT",
    details: { sequences: "0,2", sequenceCount: 2 },
  });
});

test("the longest recording costs one HEAD a segment, at most 48 at a time", async () => {
  const count = LIMITS.segmentsPerRecording;
  const { store, ports } = bucketOf(count);
  const input = await sealByCount(count);
  const manifest = await sealRecording(input, identity, ports);
  expect(manifest.segments).toHaveLength(count);
  expect(manifest.sampleCount).toBe(count * 240_000);
  expect(store.headCount()).toBe(count);
  expect(store.mostHeadsAtOnce()).toBe(48);
  expect(JSON.stringify(input).length).toBeLessThan(300);
});

test("a second seal costs no HEAD of a segment", async () => {
  const { store, seal } = bucketOf(3);
  await seal();
  await seal();
  expect(store.headCount()).toBe(3);
});

test.each<[string, number[], string, string]>([
  ["a hole in the middle", [0, 2], "1", "Segments left out: 1."],
  ["no beginning", [2], "0,1", "Segments left out: 0, 1."],
  [
    "segments that are not in the bucket",
    [0, 1, 2, 3, 4],
    "3,4",
    "Segments not in the bucket: 3, 4.",
  ],
])(
  "a seal with %s is refused, and the sequences are named",
  async (_what, sequences, named, message) => {
    const { store, seal } = bucketOf(3);
    await expect(seal({ segments: sequences.map(segment) })).rejects.toMatchObject({
      code: "RECORDING_INCOMPLETE",
      message,
      details: { sequences: named, sequenceCount: named.split(",").length },
    });
    expect(store.objects.has(manifestKey)).toBe(false);
  },
);

test.each([
  ["size", { sizeBytes: 7 }],
  ["checksum", { sha256: sha256Of(99) }],
  ["place in the recording", { metadata: { "start-sample": "0", "sample-count": "240000" } }],
  ["length in samples", { metadata: { "start-sample": "240000", "sample-count": "1" } }],
])("a segment of another %s is refused", async (_what, changed) => {
  const { store, seal } = bucketOf(3);
  store.objects.set(keyOf(1), { ...stored(1), ...changed });
  await expect(seal()).rejects.toMatchObject({
    code: "RECORDING_ALTERED",
    details: { sequences: "1", sequenceCount: 1 },
  });
  expect(store.objects.has(manifestKey)).toBe(false);
});

test("a recording that is not in the bucket costs few HEADs, and twenty sequences are named", async () => {
  const { store, ports } = bucketOf(0);
  const input = { ...(await sealByCount(3)), segmentCount: LIMITS.segmentsPerRecording };
  await expect(sealRecording(input, identity, ports)).rejects.toMatchObject({
    code: "RECORDING_INCOMPLETE",
    message: `Segments not in the bucket: ${Array.from({ length: 20 }, (_, i) => i).join(", ")} and more.`,
  });
  expect(store.headCount()).toBeLessThan(20 + 48);
});

test("segments whose samples do not follow each other are refused", async () => {
  const { seal } = bucketOf(3);
  const segments = [segment(0), { ...segment(1), startSample: 240_960 }, segment(2)];
  await expect(seal({ segments })).rejects.toThrow(
    "Segment 1 must start at sample 240000, where the one before it ends, got 240960.",
  );
});

test.each<[string, Partial<SealByList>]>([
  ["other gaps", { gaps: [{ ...gap, durationMs: 7 }] }],
  [
    "less sound and other gaps",
    { segments: [0, 1].map(segment), gaps: [{ ...gap, durationMs: 7 }] },
  ],
])("a sealed recording is not sealed with %s", async (_what, changed) => {
  const { seal } = bucketOf(3);
  await seal();
  await expect(seal(changed)).rejects.toMatchObject({ code: "RECORDING_SEALED" });
});

test("a recording that was sealed too early is extended and keeps its title", async () => {
  const { store, seal, ports } = bucketOf(5);
  const short = await seal({ segments: [0, 1].map(segment), gaps: [], title: "Standup" });
  const extended = await sealRecording({ ...(await sealByCount(5)), title: "x" }, identity, ports);
  expect(extended).toMatchObject({ title: "Standup", gaps: [gap], sampleCount: 5 * 240_000 });
  expect(extended.segments.slice(0, 2)).toEqual(short.segments);
  expect(JSON.parse(store.objects.get(manifestKey)?.text ?? "")).toEqual(extended);
  expect(await seal({ segments: [0].map(segment), gaps: [] }), "nothing shortens it").toEqual(
    extended,
  );
});

test("a manifest is not extended when one of its segments has changed in the bucket", async () => {
  const { store, seal, ports } = bucketOf(3);
  await seal({ segments: [0, 1].map(segment) });
  store.objects.set(keyOf(1), { ...stored(1), sha256: sha256Of(99) });
  const listed = [segment(0), { ...segment(1), sha256: sha256Of(99) }, segment(2)];
  const refused = sealRecording({ ...toSeal, segments: listed }, identity, ports);
  await expect(refused).rejects.toMatchObject({ code: "RECORDING_SEALED" });
});

test("fifty seals at once, each with another number of segments, end with the longest", async () => {
  const { ports } = bucketOf(50);
  await Promise.allSettled(
    Array.from({ length: 50 }, async (_, index) =>
      sealRecording(await sealByCount(index + 1), identity, ports),
    ),
  );
  const manifest = await sealRecording(await sealByCount(50), identity, ports);
  expect(manifest.segments).toHaveLength(50);
});

test("a seal by count is refused when the bucket holds other bytes than the device", async () => {
  const { store, ports } = bucketOf(3);
  store.objects.set(keyOf(1), { ...stored(1), sha256: sha256Of(99) });
  await expect(sealRecording(await sealByCount(3), identity, ports)).rejects.toMatchObject({
    code: "RECORDING_ALTERED",
    message: "The 3 segments in the bucket are not those of the digest.",
  });
});

test.each([
  ["without metadata", { metadata: {} }],
  ["with an added header", { unsignedHeaders: { "content-encoding": "gzip" } }],
])("a seal by count is refused for a segment %s", async (_what, changed) => {
  const { store, ports } = bucketOf(3);
  store.objects.set(keyOf(1), { ...stored(1), ...changed });
  await expect(sealRecording(await sealByCount(3), identity, ports)).rejects.toMatchObject({
    code: "RECORDING_ALTERED",
    details: { sequences: "1" },
  });
});

test("a device that remembers only the beginning of a sealed recording gets the whole manifest", async () => {
  const { seal } = bucketOf(3);
  const manifest = await seal();
  expect(await seal({ segments: [0, 1].map(segment), gaps: [] })).toEqual(manifest);
});

test("an object that is not a manifest is refused in its place", async () => {
  const { store, seal } = bucketOf(3);
  store.objects.set(manifestKey, { ...stored(0), text: '{"formatVersion":9}' });
  await expect(seal()).rejects.toMatchObject({ code: "MANIFEST_INVALID" });
});

test("a seal of a deleted recording removes the segments that arrived after the delete", async () => {
  const { store, ports } = bucketOf(3);
  await deleteRecording({ recordingId }, identity, ports);
  store.objects.set(keyOf(3), stored(3));
  const refused = sealRecording(await sealByCount(4), identity, ports);
  await expect(refused).rejects.toMatchObject({ code: "RECORDING_DELETED" });
  expect(store.libraryKeys()).toEqual([manifestKey]);
});
