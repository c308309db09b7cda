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

test("writes what is there, in order, with its sums", async () => {
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

test("again gives the first manifest, whatever else is in the bucket by then", async () => {
  const { store, seal } = bucketOf(3);
  const first = await seal();
  store.objects.delete(keyOf(1));
  expect(await seal({ title: "later" })).toEqual(first);
});

/** Ports on which sealing gets as far as writing before anybody else has written. */
function race(clock: Clock) {
  const ports = storedRecording(3);
  const seal = (changed: Partial<SealByList>) =>
    sealRecording({ ...toSeal, ...changed }, identity, { ...ports, clock });
  return { seal, storedText: () => ports.store.objects.get(manifestKey)?.text };
}

test("eight at once, each at another time and under another title, get the one that is stored", async () => {
  let nowMicros = storedRecording(0).clock.nowMicros();
  const { seal, storedText } = race({ nowMicros: () => (nowMicros += 1_000_000) });
  const manifests = await Promise.all(
    Array.from({ length: 8 }, (_, index) => seal({ title: `by ${index}` })),
  );
  const texts = new Set(manifests.map((manifest) => JSON.stringify(manifest)));
  expect([...texts]).toEqual([storedText()]);
});

test("of two at once that name other gaps, one seals and one is told", async () => {
  const { seal, storedText } = race(storedRecording(0).clock);
  const [one, other] = await Promise.allSettled([
    seal({}),
    seal({ gaps: [{ ...gap, durationMs: 7 }] }),
  ]);
  const [told, sealed] = one.status === "rejected" ? [one, other] : [other, one];
  expect(sealed?.status === "fulfilled" && JSON.stringify(sealed.value)).toBe(storedText());
  expect(told).toMatchObject({ status: "rejected", reason: { code: "RECORDING_SEALED" } });
});

test("a manifest that is there and then is not is asked for again later", async () => {
  const ports = storedRecording(3);
  const vanishing = { ...ports.store, putJsonIfAbsent: async () => "taken" as const };
  const refused = sealRecording(toSeal, identity, { ...ports, store: vanishing });
  await expect(refused).rejects.toMatchObject({ code: "RECORDING_CHANGING" });
});

test("names a missing checksum as such, and not as an alteration, when the store gives none", async () => {
  const { store, seal } = bucketOf(3);
  for (const sequence of [0, 2]) {
    store.objects.set(keyOf(sequence), { ...stored(sequence), sha256: undefined });
  }
  await expect(seal()).rejects.toMatchObject({
    code: "CHECKSUM_ABSENT",
    details: { sequences: "0,2", sequenceCount: 2 },
  });
});

test("as many segments as a recording may have: each is asked for once, at most 48 at a time", async () => {
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

test("does not ask S3 for anything when the manifest is there", async () => {
  const { store, seal } = bucketOf(3);
  await seal();
  await seal();
  expect(store.headCount()).toBe(3);
});

test.each<[string, number[], string, string]>([
  ["a hole in the middle", [0, 2], "1", "Segments left out: 1."],
  ["no beginning", [2], "0,1", "Segments left out: 0, 1."],
  ["what is not in the bucket", [0, 1, 2, 3, 4], "3,4", "Segments not in the bucket: 3, 4."],
])("refuses %s, and names it", async (_what, sequences, named, message) => {
  const { store, seal } = bucketOf(3);
  await expect(seal({ segments: sequences.map(segment) })).rejects.toMatchObject({
    code: "RECORDING_INCOMPLETE",
    message,
    details: { sequences: named, sequenceCount: named.split(",").length },
  });
  expect(store.objects.has(manifestKey)).toBe(false);
});

test.each([
  ["size", { sizeBytes: 7 }],
  ["checksum", { sha256: sha256Of(99) }],
  ["place in the recording", { metadata: { "start-sample": "0", "sample-count": "240000" } }],
  ["length in samples", { metadata: { "start-sample": "240000", "sample-count": "1" } }],
])("refuses a segment of another %s", async (_what, changed) => {
  const { store, seal } = bucketOf(3);
  store.objects.set(keyOf(1), { ...stored(1), ...changed });
  await expect(seal()).rejects.toMatchObject({
    code: "RECORDING_ALTERED",
    details: { sequences: "1", sequenceCount: 1 },
  });
  expect(store.objects.has(manifestKey)).toBe(false);
});

test("of a recording that is not there, twenty are named, and few asked for", async () => {
  const { store, ports } = bucketOf(0);
  const input = { ...(await sealByCount(3)), segmentCount: LIMITS.segmentsPerRecording };
  await expect(sealRecording(input, identity, ports)).rejects.toMatchObject({
    code: "RECORDING_INCOMPLETE",
    message: `Segments not in the bucket: ${Array.from({ length: 20 }, (_, i) => i).join(", ")} and more.`,
  });
  expect(store.headCount()).toBeLessThan(20 + 48);
});

test("refuses samples that do not follow each other", async () => {
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

test("what was sealed too early is extended, under the title it has", async () => {
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

test("a manifest that names a segment which is another now is not extended over it", async () => {
  const { store, seal, ports } = bucketOf(3);
  await seal({ segments: [0, 1].map(segment) });
  store.objects.set(keyOf(1), { ...stored(1), sha256: sha256Of(99) });
  const listed = [segment(0), { ...segment(1), sha256: sha256Of(99) }, segment(2)];
  const refused = sealRecording({ ...toSeal, segments: listed }, identity, ports);
  await expect(refused).rejects.toMatchObject({ code: "RECORDING_SEALED" });
});

test("fifty at once, each with another number of segments: the longest is what is sealed", async () => {
  const { ports } = bucketOf(50);
  await Promise.allSettled(
    Array.from({ length: 50 }, async (_, index) =>
      sealRecording(await sealByCount(index + 1), identity, ports),
    ),
  );
  const manifest = await sealRecording(await sealByCount(50), identity, ports);
  expect(manifest.segments).toHaveLength(50);
});

test("by count, a bucket that holds other bytes than the device knows is refused", async () => {
  const { store, ports } = bucketOf(3);
  store.objects.set(keyOf(1), { ...stored(1), sha256: sha256Of(99) });
  await expect(sealRecording(await sealByCount(3), identity, ports)).rejects.toMatchObject({
    code: "RECORDING_ALTERED",
    message: "The 3 segments in the bucket are not those of the digest.",
  });
});

test.each([
  ["that does not say where it lies", { metadata: {} }],
  ["to which somebody added a header", { unsignedHeaders: { "content-encoding": "gzip" } }],
])("by count, a segment %s is refused", async (_what, changed) => {
  const { store, ports } = bucketOf(3);
  store.objects.set(keyOf(1), { ...stored(1), ...changed });
  await expect(sealRecording(await sealByCount(3), identity, ports)).rejects.toMatchObject({
    code: "RECORDING_ALTERED",
    details: { sequences: "1" },
  });
});

test("whoever remembers only some of a sealed recording is given all of it", async () => {
  const { seal } = bucketOf(3);
  const manifest = await seal();
  expect(await seal({ segments: [0, 1].map(segment), gaps: [] })).toEqual(manifest);
});

test("what is not our manifest is never taken for one", async () => {
  const { store, seal } = bucketOf(3);
  store.objects.set(manifestKey, { ...stored(0), text: '{"formatVersion":9}' });
  await expect(seal()).rejects.toMatchObject({ code: "MANIFEST_INVALID" });
});

test("of a deleted recording, what arrived after the delete goes when somebody seals it", async () => {
  const { store, ports } = bucketOf(3);
  await deleteRecording({ recordingId }, identity, ports);
  store.objects.set(keyOf(3), stored(3));
  const refused = sealRecording(await sealByCount(4), identity, ports);
  await expect(refused).rejects.toMatchObject({ code: "RECORDING_DELETED" });
  expect([...store.objects.keys()]).toEqual([manifestKey]);
});
