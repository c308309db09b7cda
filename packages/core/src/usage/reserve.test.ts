// A person at their quota: what is refused, what goes on, and what makes room again.
import { describe, expect, test } from "vitest";
import { LIMITS } from "../limits.ts";
import { objectKey } from "../object-key.ts";
import { codeOf, createUsageWorld, MINUTE_MS, SEGMENT_BYTES } from "../testing/usage-world.ts";
import { sealRecording } from "../usecase/seal-recording.ts";
import { LONGEST_RECORDING } from "./quota.ts";

const HOUR_MS = 60 * MINUTE_MS;
const QUOTA = { maxSizeBytes: 10 * SEGMENT_BYTES, maxDurationMs: HOUR_MS, keepDays: 30 };

function started(quota = QUOTA) {
  const world = createUsageWorld(quota);
  const outcome = (work: Promise<unknown>) => work.then(() => "allowed", codeOf);
  async function record(count: number, id = world.newId()) {
    await world.reserve(id);
    for (let sequence = 0; sequence < count; sequence++) world.put(id, sequence);
    return id;
  }
  return { ...world, outcome, record };
}

test("a new recording is refused at the quota, and the refusal says how much is taken", async () => {
  const { record, reserve, newId } = started();
  await record(10);
  await expect(reserve(newId())).rejects.toMatchObject({
    code: "QUOTA_EXCEEDED",
    details: { sizeBytes: 10_000, maxSizeBytes: 10_000, retryAfterMs: MINUTE_MS },
  });
});

test("minutes count as well as bytes", async () => {
  const { record, outcome, reserve, newId, tell } = started({ ...QUOTA, maxDurationMs: 25_000 });
  await record(5);
  expect(await tell()).toMatchObject({ durationMs: 25_000, isFull: true });
  expect(await outcome(reserve(newId()))).toBe("QUOTA_EXCEEDED");
});

test("a recording that runs goes on past the quota, also after a pause of hours", async () => {
  const { record, outcome, reserve, put, wait } = started();
  const id = await record(9);
  for (let sequence = 9; sequence < 30; sequence++) {
    wait(40 * MINUTE_MS);
    expect(await outcome(reserve(id)), `segment ${sequence}`).toBe("allowed");
    put(id, sequence);
  }
});

test("one that was cut off two days ago is a new one: it has to find room", async () => {
  const { record, outcome, reserve, newId, put, seal, wait } = started();
  const old = newId(49 * HOUR_MS);
  await reserve(old);
  put(old, 0);
  const id = await record(10);
  await seal(id);
  expect(await outcome(reserve(old))).toBe("allowed");
  wait(HOUR_MS);
  expect(await outcome(reserve(old))).toBe("QUOTA_EXCEEDED");
});

test("a sealed recording is extended only where there is room", async () => {
  const { record, outcome, reserve, seal, wait } = started();
  const id = await record(10);
  await seal(id);
  wait(15 * MINUTE_MS);
  expect(await outcome(reserve(id))).toBe("QUOTA_EXCEEDED");
});

test("no recording runs past the quota and eight recordings of the greatest length", async () => {
  const { outcome, reserve, record, store, person, wait } = started();
  const id = await record(1);
  const [key] = [...store.objects.keys()].filter((name) => name.endsWith("_000000.webm"));
  const sizeBytes = QUOTA.maxSizeBytes + 8 * LONGEST_RECORDING.sizeBytes;
  store.objects.set(key ?? "", { sizeBytes: sizeBytes - 1, sha256: undefined, metadata: {} });
  wait(15 * MINUTE_MS);
  expect(await outcome(reserve(id))).toBe("allowed");
  store.objects.set(key ?? "", { sizeBytes, sha256: undefined, metadata: {} });
  wait(15 * MINUTE_MS);
  expect(await outcome(reserve(id))).toBe("QUOTA_EXCEEDED");
  expect(store.objects.has(objectKey(person, { kind: "usage" }))).toBe(true);
});

describe("makes room again:", () => {
  test("a delete, at once", async () => {
    const { record, outcome, reserve, newId, remove, seal } = started();
    const id = await record(10);
    await seal(id);
    await remove(id);
    expect(await outcome(reserve(newId()))).toBe("allowed");
  });

  test("a raise of the stage's quota, and one of the person's own", async () => {
    const { record, outcome, reserve, newId, setQuota, store, person, tell } = started();
    await record(10);
    setQuota({ ...QUOTA, maxSizeBytes: 20_000 });
    expect(await outcome(reserve(newId()))).toBe("allowed");
    setQuota(QUOTA);
    expect(await outcome(reserve(newId()))).toBe("QUOTA_EXCEEDED");
    const { text = "", version } =
      (await store.readJson(objectKey(person, { kind: "usage" }))) ?? {};
    const quota = { maxSizeBytes: 30_000, maxDurationMs: HOUR_MS };
    const raised = JSON.stringify({ ...(JSON.parse(text) as object), quota });
    await store.replaceJson(objectKey(person, { kind: "usage" }), raised, {}, version ?? "");
    expect(await outcome(reserve(newId()))).toBe("allowed");
    expect(await tell()).toMatchObject({ maxSizeBytes: 30_000, isFull: false });
  });
});

test("storing and deleting in turn does not fill the bucket, whose versions stay for some days", async () => {
  const { record, outcome, reserve, newId, remove, wait } = started();
  await remove(await record(10));
  await remove(await record(9));
  expect(await outcome(reserve(newId()))).toBe("allowed");
  await remove(await record(1));
  expect(await outcome(reserve(newId()))).toBe("QUOTA_EXCEEDED");
  wait(31 * 24 * HOUR_MS);
  expect(await outcome(reserve(newId()))).toBe("allowed");
});

test("parallel calls reserve one after the other, and see each other", async () => {
  const { record, outcome, reserve, newId, tell, put } = started();
  await record(9);
  const ids = Array.from({ length: 6 }, () => newId());
  const outcomes = await Promise.all(ids.map((id) => outcome(reserve(id))));
  expect(outcomes).toEqual(Array(6).fill("allowed"));
  for (const id of ids) put(id, 0);
  expect(await tell()).toMatchObject({ sizeBytes: 15 * SEGMENT_BYTES, isFull: true });
  expect(await outcome(reserve(newId()))).toBe("QUOTA_EXCEEDED");
});

test("eight recordings are open at once; a sealed one makes place for a ninth", async () => {
  const { record, outcome, reserve, newId, seal } = started({ ...QUOTA, maxSizeBytes: 1e9 });
  const [first] = await Promise.all(
    Array.from({ length: LIMITS.openRecordingsPerPerson }, () => record(1)),
  );
  expect(await outcome(reserve(newId()))).toBe("THROTTLED");
  if (first) await seal(first);
  expect(await outcome(reserve(newId()))).toBe("allowed");
});

test("an upload counts once when the write was stored and not answered", async () => {
  const { upload, outcome, store, tell } = started();
  const stored = async (key: string, json: string) => {
    await store.putJsonIfAbsent(key, json, {});
    return "taken" as const;
  };
  expect(await outcome(upload(6000, { ...store, putJsonIfAbsent: stored }))).toBe("allowed");
  expect(await tell()).toMatchObject({ sizeBytes: 6000 });
});

test("a one-off upload has to fit as a whole", async () => {
  const { upload, outcome, remove } = started();
  const id = await upload(6000);
  expect(await outcome(upload(4001))).toBe("QUOTA_EXCEEDED");
  expect(await outcome(upload(4000))).toBe("allowed");
  await remove(id);
  expect(await outcome(upload(6000))).toBe("allowed");
});

test("what lies under another user type of the person counts, and no other person's does", async () => {
  const { reserve, newId, put, host, outcome, person, tell } = started();
  const id = newId();
  await reserve(id, host);
  for (let sequence = 0; sequence < 10; sequence++) put(id, sequence, host);
  expect(await tell()).toMatchObject({ sizeBytes: 10_000, isFull: true });
  expect(await outcome(reserve(newId()))).toBe("QUOTA_EXCEEDED");
  expect(await outcome(reserve(newId(), { ...person, sub: "ben" }))).toBe("allowed");
});

test("a person of the release before, whose bucket has no usage file, is counted by LIST", async () => {
  const { newId, put, seal, tell, outcome, reserve, store, person } = started();
  const [old, running] = [newId(80 * HOUR_MS), newId()];
  for (const id of [old, running]) for (let at = 0; at < 5; at++) put(id, at);
  await seal(old);
  expect(await tell()).toMatchObject({ sizeBytes: 10_000, durationMs: 50_000, isFull: true });
  expect(await outcome(reserve(newId()))).toBe("QUOTA_EXCEEDED");
  expect(await outcome(reserve(running)), "the one that runs goes on").toBe("allowed");
  store.objects.set(objectKey(person, { kind: "usage" }), {
    sizeBytes: 2,
    sha256: undefined,
    metadata: {},
    text: "no usage file",
  });
  expect(await tell(), "a damaged file").toMatchObject({ sizeBytes: 10_000 });
});

test("what arrives by a grant of the last moment is counted", async () => {
  const { record, reserve, newId, put, wait, tell, heldBytes, seal } = started();
  const id = await record(1);
  await seal(id);
  // An instance that remembers the reservation signed ten minutes later, and the grant lived five.
  wait(15 * MINUTE_MS - 1);
  await reserve(newId());
  put(id, 1);
  wait(HOUR_MS);
  await reserve(newId());
  expect((await tell()).sizeBytes).toBe(heldBytes());
  expect(heldBytes()).toBe(2 * SEGMENT_BYTES);
});

test("a delete gives no grants without a look at the quota", async () => {
  const { record, outcome, reserve, remove, seal, newId, setQuota } = started();
  const id = await record(10);
  await seal(id);
  await remove(id);
  expect(await outcome(reserve(newId()))).toBe("allowed");
  setQuota({ ...QUOTA, maxSizeBytes: 1 });
  await remove(id);
  expect(await outcome(reserve(id))).toBe("QUOTA_EXCEEDED");
});

test("what a seal of a deleted recording removes counts as removed", async () => {
  const { record, remove, put, reserve, store, person, nowMs, tell, wait } = started();
  const id = await record(1);
  await remove(id);
  wait(MINUTE_MS);
  await reserve(id);
  for (let sequence = 0; sequence < 5; sequence++) put(id, sequence);
  const input = { recordingId: id, gaps: [], segmentCount: 5, digest: "" };
  const clock = { nowMicros: () => nowMs() * 1000 };
  const seal = sealRecording(input, person, { clock, store, sha256: async () => "" });
  await expect(seal).rejects.toMatchObject({ code: "RECORDING_DELETED" });
  expect(await tell()).toMatchObject({ sizeBytes: 0, removedSizeBytes: 6 * SEGMENT_BYTES });
});

test("a person who has deleted thousands waits for no thousand LISTs", async () => {
  const { upload, remove, newId, reserve, store, tell, heldBytes } = started({
    ...QUOTA,
    maxSizeBytes: 1e9,
  });
  for (let round = 0; round < 300; round++) await remove(await upload(10));
  const before = store.listed.length;
  await reserve(newId());
  expect(store.listed.length - before).toBeLessThan(210);
  await reserve(newId());
  expect((await tell()).sizeBytes).toBe(heldBytes());
});

test("a damaged file keeps the person's own quota; one of a newer release is left alone", async () => {
  const { record, store, person, tell, reserve, newId } = started();
  await record(1);
  const key = objectKey(person, { kind: "usage" });
  const write = (content: object) =>
    void store.objects.set(key, {
      sizeBytes: 1,
      sha256: undefined,
      metadata: {},
      text: JSON.stringify(content),
    });
  const quota = { maxSizeBytes: 50_000, maxDurationMs: HOUR_MS };
  write({ formatVersion: 1, quota, atRest: "half of it" });
  expect(await tell()).toMatchObject({ sizeBytes: SEGMENT_BYTES, maxSizeBytes: 50_000 });
  write({ formatVersion: 2, anything: "else" });
  await expect(reserve(newId())).rejects.toMatchObject({ code: "SERVICE_UNAVAILABLE" });
  expect(store.objects.get(key)?.text).toContain("anything");
});
