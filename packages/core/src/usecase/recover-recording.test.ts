import { describe, expect, test } from "vitest";
import { manifest as manifestSchema } from "../contract.ts";
import { objectKey } from "../object-key.ts";
import {
  gap,
  identity,
  keyOf,
  manifestKey,
  recordingId,
  sealByCount,
  segment,
  segments,
  stored,
  storedRecording,
} from "../testing/stored-recording.ts";
import { deleteRecording } from "./delete-recording.ts";
import { recoverRecording } from "./recover-recording.ts";
import { renameRecording } from "./rename-recording.ts";
import { sealRecording } from "./seal-recording.ts";

/** A bucket that holds these segments of the recording, and no manifest. */
function bucketOf(...sequences: number[]) {
  const ports = storedRecording(0);
  const { store } = ports;
  const add = (sequence: number) => store.objects.set(keyOf(sequence), stored(sequence));
  sequences.forEach(add);
  return {
    store,
    add,
    ports,
    recover: () => recoverRecording({ recordingId }, identity, ports),
    seal: async (count: number) => sealRecording(await sealByCount(count), identity, ports),
  };
}

const manifestIn = ({ store }: ReturnType<typeof bucketOf>) =>
  manifestSchema.parse(JSON.parse(store.objects.get(manifestKey)?.text ?? "null"));

test("a recording that its device left open is sealed with all that the bucket holds", async () => {
  const bucket = bucketOf(0, 1, 2);
  const manifest = await bucket.recover();
  expect(manifest).toEqual({
    formatVersion: 1,
    recordingId,
    startedAt: "2026-11-23T08:14:30.250Z",
    sealedAt: "2026-11-23T08:15:30.250Z",
    isRecovered: true,
    sampleRateHz: 48_000,
    durationMs: 15_000,
    sampleCount: 720_000,
    sizeBytes: 3003,
    segments: segments(3),
    gaps: [],
  });
  expect(manifestIn(bucket)).toEqual(manifest);
});

test("each hole is named as a gap, where the sound goes on and as long as what is missing", async () => {
  const { recover } = bucketOf(2, 3, 5);
  const { gaps, segments: placed, sampleCount } = await recover();
  expect(gaps).toEqual([
    { startSample: 0, durationMs: 10_000, reason: "missing" },
    { startSample: 480_000, durationMs: 5_000, reason: "missing" },
  ]);
  expect(placed).toEqual([
    { ...segment(2), startSample: 0 },
    { ...segment(3), startSample: 240_000 },
    { ...segment(5), startSample: 480_000 },
  ]);
  expect(sampleCount).toBe(720_000);
});

test("recovering again gives the same manifest, and reads no segment", async () => {
  const { recover, store } = bucketOf(0, 2);
  const first = await recover();
  const heads = store.headCount();
  expect(await recover()).toEqual(first);
  expect(store.headCount()).toBe(heads);
});

test("two calls at once give one manifest", async () => {
  const { recover } = bucketOf(0, 2);
  const [one, other] = await Promise.all([recover(), recover()]);
  expect(other).toEqual(one);
});

test("recovering again adds what has arrived since, and no longer names its gap", async () => {
  const { recover, add } = bucketOf(0, 2);
  await recover();
  add(1);
  const { segments: held, gaps } = await recover();
  expect(held).toEqual(segments(3));
  expect(gaps).toEqual([]);
});

describe("when the device comes back", () => {
  test("its seal adds the rest, keeps the title, and is a recovered recording no longer", async () => {
    const bucket = bucketOf(0, 2);
    await bucket.recover();
    await renameRecording({ recordingId, title: "Standup" }, identity, bucket.ports);
    [1, 3].forEach(bucket.add);
    const manifest = await bucket.seal(4);
    expect(manifest).toMatchObject({ title: "Standup", segments: segments(4), gaps: [gap] });
    expect(manifest).not.toHaveProperty("isRecovered");
    expect(manifestIn(bucket)).toEqual(manifest);
  });

  test("its seal adds the gaps that only it knows, although no segment is missing", async () => {
    const bucket = bucketOf(0, 1);
    await bucket.recover();
    const manifest = await bucket.seal(2);
    expect(manifest.gaps).toEqual([gap]);
    expect(manifest).not.toHaveProperty("isRecovered");
    // The answer may be lost: the device asks again.
    expect(await bucket.seal(2)).toEqual(manifest);
  });

  test("its seal of the beginning, which is all that it remembers, gives what was recovered", async () => {
    const { recover, ports } = bucketOf(0, 1, 2);
    const recovered = await recover();
    const input = { ...(await sealByCount(2)), gaps: [] };
    expect(await sealRecording(input, identity, ports)).toEqual(recovered);
  });
});

describe("when the device comes back and remembers only the beginning", () => {
  test("its seal adds the gaps that only it knows, and takes no segment away", async () => {
    const bucket = bucketOf(0, 1, 2, 3);
    const recovered = await bucket.recover();
    const manifest = await bucket.seal(2);
    expect(manifest).toEqual({ ...recovered, gaps: [gap] });
    expect(await bucket.seal(2)).toEqual(manifest);
  });

  test("its seal fills a hole before what was recovered, and names the next one", async () => {
    const bucket = bucketOf(0, 1, 3, 5);
    await bucket.recover();
    bucket.add(2);
    const manifest = await bucket.seal(3);
    expect(manifest.segments.map(({ sequence }) => sequence)).toEqual([0, 1, 2, 3, 5]);
    expect(manifest.isRecovered).toBe(true);
    const hole = { startSample: 960_000, durationMs: 5000, reason: "missing" };
    expect(manifest.gaps).toEqual([gap, hole]);
  });
});

test("a recording that is sealed stays as its device sealed it", async () => {
  const { recover, seal } = bucketOf(0, 1, 2);
  const sealed = await seal(3);
  expect(await recover()).toEqual(sealed);
});

test("a recording of which the bucket holds nothing is not found", async () => {
  await expect(bucketOf().recover()).rejects.toMatchObject({ code: "RECORDING_NOT_FOUND" });
});

test("a deleted recording stays deleted, and what arrived later is removed", async () => {
  const { recover, add, store, ports } = bucketOf(0, 1);
  await deleteRecording({ recordingId }, identity, ports);
  add(2);
  await expect(recover()).rejects.toMatchObject({ code: "RECORDING_DELETED" });
  expect(store.libraryKeys()).toEqual([manifestKey]);
});

test.each([
  ["overlaps the segment before it", 3, { "start-sample": "479999" }],
  ["leaves a hole in which no segment is missing", 2, { "start-sample": "480001" }],
  ["begins where a segment before it is missing", 4, { "start-sample": "720000" }],
])("a segment that %s is refused by its sequence", async (_case, sequence, changed) => {
  const { recover, store } = bucketOf(0, 1, 2);
  const { metadata, ...object } = stored(sequence);
  store.objects.set(keyOf(sequence), { ...object, metadata: { ...metadata, ...changed } });
  await expect(recover()).rejects.toMatchObject({
    code: "RECORDING_ALTERED",
    details: { sequences: String(sequence) },
  });
});

test("a segment that no grant has stored is refused by its sequence", async () => {
  const { recover, store } = bucketOf(0, 2);
  store.objects.set(keyOf(1), { ...stored(1), metadata: {} });
  await expect(recover()).rejects.toMatchObject({
    code: "RECORDING_ALTERED",
    details: { sequences: "1" },
  });
});

test("a recording is sealed under the user type where it began, beside a copy under the person's own", async () => {
  const { ports, store } = bucketOf(0, 1);
  const host = { ...identity, userType: "hosts" };
  const asHost = { ...ports, identityRules: { userTypes: ["hosts", identity.userType] } };
  const copy = objectKey(host, { kind: "segment", recordingId, sequence: 1 });
  store.objects.set(copy, stored(1));
  const recover = () => recoverRecording({ recordingId }, host, asHost);
  const { segments: found } = await recover();
  expect(found).toHaveLength(2);
  expect(store.objects.has(manifestKey)).toBe(true);
  // Where the manifest lies decides from then on.
  store.objects.set(objectKey(host, { kind: "segment", recordingId, sequence: 2 }), stored(2));
  store.objects.set(objectKey(host, { kind: "segment", recordingId, sequence: 3 }), stored(3));
  expect((await recover()).segments).toEqual(found);
});
