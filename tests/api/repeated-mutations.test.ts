// A mutation of the library that a client repeats: its answer was lost, or S3 stopped it in the middle.
// core's repeated-mutations.test.ts fails each single call to the store.
import { GetObjectCommand } from "@aws-sdk/client-s3";
import { expect, test } from "vitest";
import type { RecordingId } from "@tapedeck/core/ids";
import { usageFile } from "@tapedeck/core/usage/usage";
import type { FaultRule } from "@tapedeck/local/faults/fault-rule";
import { countRequests } from "../fixtures/stack/count-requests.ts";
import { s3ClientOf } from "../fixtures/stack/s3-client.ts";
import { createSmallRecordings } from "../fixtures/stack/small-recordings.ts";
import { useStack } from "../fixtures/stack/use-stack.ts";

const stack = await useStack();
const ada = await createSmallRecordings(stack, "ada");

/** A delete changes the person's usage file as well: usage.property.test.ts is about that. */
function countJsonWrites(): () => number {
  const all = countRequests(stack, "s3", { method: "PUT", path: ".json" });
  const ofUsage = countRequests(stack, "s3", { method: "PUT", path: "usage.json" });
  return () => all() - ofUsage();
}
const unavailable = { status: 503, appCode: "SERVICE_UNAVAILABLE" };
const deleted = { status: 409, appCode: "RECORDING_DELETED" };
const rename = (recordingId: string, title: string) =>
  ada.call("recordings.rename", { recordingId, title });
const remove = (recordingId: string) => ada.call("recordings.delete", { recordingId });
const isListed = async (recordingId: string) =>
  (await ada.listed()).some(({ id }) => id === recordingId);

async function sealed(storedCount = 2) {
  const recordingId = await ada.store({ to: storedCount });
  expect(await ada.seal(recordingId, 2, { title: "Standup" })).toMatchObject({ status: 200 });
  return recordingId;
}

const MUTATIONS = {
  seal: (recordingId: RecordingId) => ada.seal(recordingId, 3),
  recover: (recordingId: string) => ada.call("recordings.recover", { recordingId }),
  rename: (recordingId: string) => rename(recordingId, "Retro"),
  delete: remove,
};

test.each(Object.entries(MUTATIONS))(
  "a %s whose answer is lost writes once, and its repetition succeeds without a write",
  async (name, mutation) => {
    // A tombstone under each of the person's user types.
    const wanted = name === "delete" ? 3 : 1;
    const recordingId = await sealed(3);
    const writes = countJsonWrites();
    const path = `recordings.${name}`;
    const rule: FaultRule = { at: "api", kind: "lose-answer", times: 1, match: { path } };
    stack.faults.add(rule);
    await expect(mutation(recordingId)).rejects.toThrow("fetch failed");
    expect([stack.faults.hits.get(rule), writes()]).toEqual([1, wanted]);
    const again = await mutation(recordingId);
    expect(again.status).toBe(200);
    expect((await mutation(recordingId)).data).toEqual(again.data);
    expect(writes()).toBe(wanted);
  },
);

test("a rename and an extension whose PUT is carried out and not answered succeed the next time", async () => {
  const recordingId = await sealed(3);
  const match = { method: "PUT", path: ".json" };
  for (const mutation of [MUTATIONS.rename, MUTATIONS.seal]) {
    const rule: FaultRule = { at: "s3", kind: "lose-answer", times: 1, match };
    stack.faults.add(rule);
    const first = await mutation(recordingId);
    expect([200, 503]).toContain(first.status);
    expect(stack.faults.hits.get(rule)).toBe(1);
    expect(await mutation(recordingId)).toMatchObject({ status: 200, data: { title: "Retro" } });
  }
  const { data } = await ada.ask("recordings.get", { recordingId });
  expect(data).toMatchObject({ title: "Retro", segmentCount: 3, durationMs: 6000 });
});

test("a first grant whose PUT of the usage file is carried out and not answered counts its recording once", async () => {
  const match = { method: "PUT", path: "usage.json" };
  const rule: FaultRule = { at: "s3", kind: "lose-answer", times: 1, match };
  stack.faults.add(rule);
  const recordingId = await ada.store({ to: 2 });
  expect(stack.faults.hits.get(rule)).toBe(1);
  const owner = s3ClientOf(stack, stack.credentials);
  const usage = { Bucket: stack.bucket, Key: `${ada.prefix}usage.json` };
  const { Body } = await owner.send(new GetObjectCommand(usage));
  owner.destroy();
  const { changing } = usageFile.parse(JSON.parse((await Body?.transformToString()) ?? ""));
  expect(changing.filter(({ id }) => id === recordingId)).toHaveLength(1);
});

test("a delete that S3 stops after the tombstone hides the recording, and the next delete finishes it", async () => {
  const recordingId = await sealed();
  const lift = stack.faults.add({ at: "s3", kind: "unavailable", match: { method: "POST" } });
  expect(await remove(recordingId)).toMatchObject(unavailable);
  expect(await ada.objectsOf(recordingId)).toEqual([".json", "_000000.webm", "_000001.webm"]);
  expect(await isListed(recordingId)).toBe(false);
  const absent = { status: 404, appCode: "RECORDING_NOT_FOUND" };
  expect(await ada.ask("recordings.get", { recordingId })).toMatchObject(absent);
  expect(await rename(recordingId, "back")).toMatchObject(absent);
  // A seal that cannot remove the rest either does not say that the recording is deleted, so the device asks
  // again.
  expect(await ada.seal(recordingId, 2)).toMatchObject(unavailable);
  lift();
  expect((await remove(recordingId)).data).toEqual({ objectCount: 2 });
  expect(await ada.objectsOf(recordingId)).toEqual([".json"]);
  expect((await remove(recordingId)).data).toEqual({ objectCount: 0 });
});

test.each([
  ["the tombstone's PUT", (id: RecordingId) => ({ method: "PUT", path: `${id}.json` })],
  ["the removal", () => ({ method: "POST" })],
])("a delete that loses S3's answer to %s is finished by the next", async (_what, matchOf) => {
  const recordingId = await sealed();
  const match = matchOf(recordingId);
  const rule: FaultRule = { at: "s3", kind: "lose-answer", times: 1, match };
  stack.faults.add(rule);
  expect([200, 503]).toContain((await remove(recordingId)).status);
  expect(stack.faults.hits.get(rule)).toBe(1);
  expect(await isListed(recordingId)).toBe(false);
  expect((await remove(recordingId)).status).toBe(200);
  expect(await ada.objectsOf(recordingId)).toEqual([".json"]);
});

test("the next seal removes what a device stores of a recording whose delete was stopped", async () => {
  const recordingId = await ada.store({ to: 2 });
  const lift = stack.faults.add({ at: "s3", kind: "unavailable", match: { method: "POST" } });
  expect(await remove(recordingId)).toMatchObject(unavailable);
  lift();
  await ada.store({ from: 2, to: 4, recordingId });
  expect(await isListed(recordingId)).toBe(false);
  expect(await ada.seal(recordingId, 4)).toMatchObject(deleted);
  expect(await ada.objectsOf(recordingId)).toEqual([".json"]);
  expect(await isListed(recordingId)).toBe(false);
});
