// A person is identified by `sub`: recordings under their earlier user types are theirs in every procedure.
import { expect, test } from "vitest";
import type { Identity } from "../identity.ts";
import { makeRecordingId, type RecordingId } from "../ids.ts";
import { objectKey } from "../object-key.ts";
import {
  identity as customer,
  recordingId,
  segment,
  stored,
  storedRecording,
  toSeal,
} from "../testing/stored-recording.ts";
import { deleteRecording } from "./delete-recording.ts";
import { placesOf } from "./find-place.ts";
import { getRecording } from "./get-recording.ts";
import { listRecordings } from "./list-recordings.ts";
import { renameRecording } from "./rename-recording.ts";
import { sealRecording } from "./seal-recording.ts";

const identityRules = { userTypes: ["hosts", "guests"] };
const host: Identity = { ...customer, userType: "hosts" };
const guest: Identity = { ...customer, userType: "guests" };
const bare = { sizeBytes: 7, sha256: undefined, metadata: {} };
const readUrlSigner = {
  signGet: async ({ key }: { readonly key: string }) => ({
    url: `https://bucket.example/${key}`,
    expiresAt: "2026-11-23T08:20:30Z",
  }),
};

/** A sealed recording of a person who was a customer when it was made. */
async function madeAsCustomer() {
  const ports = { ...storedRecording(3), identityRules, readUrlSigner };
  await sealRecording({ ...toSeal, title: "before" }, customer, ports);
  return ports;
}

test("a person's places are the token's user type and then the other configured ones", () => {
  expect(placesOf(guest, identityRules)).toEqual([guest, host, customer]);
  expect(placesOf(customer, { userTypes: [] })).toEqual([customer]);
});

test("a recording that was made as a customer is listed, read, renamed and deleted by the host", async () => {
  const ports = await madeAsCustomer();
  const list = () => listRecordings({ limit: 10 }, host, ports);
  expect((await list()).recordings).toMatchObject([{ id: recordingId, title: "before" }]);
  const played = await getRecording({ recordingId, firstSequence: 0 }, host, ports);
  const key = objectKey(customer, { kind: "segment", recordingId, sequence: 0 });
  expect(played.segments[0]?.url).toBe(`https://bucket.example/${key}`);
  await renameRecording({ recordingId, title: "after" }, host, ports);
  expect((await list()).recordings).toMatchObject([{ id: recordingId, title: "after" }]);
  expect(await deleteRecording({ recordingId }, host, ports)).toEqual({ objectCount: 4 });
  expect(await list()).toEqual({ recordings: [] });
  await expect(sealRecording(toSeal, customer, ports)).rejects.toMatchObject({
    code: "RECORDING_DELETED",
  });
});

test.each([
  ["another person", { ...host, sub: "f00d" }],
  ["a person of another provider", { ...host, provider: "Google" }],
])("%s with the same user types finds nothing", async (_whose, who) => {
  const ports = await madeAsCustomer();
  expect(await listRecordings({ limit: 10 }, who, ports)).toEqual({ recordings: [] });
  await expect(getRecording({ recordingId, firstSequence: 0 }, who, ports)).rejects.toMatchObject({
    code: "RECORDING_NOT_FOUND",
  });
  expect(await deleteRecording({ recordingId }, who, ports)).toEqual({ objectCount: 0 });
});

test("a user type that is not configured any more is not looked at", async () => {
  const ports = { ...(await madeAsCustomer()), identityRules: { userTypes: ["guests"] } };
  const before = new Set(ports.store.listed);
  await listRecordings({ limit: 10 }, guest, ports);
  const lists = ports.store.listed.filter((prefix) => !before.has(prefix));
  expect(lists.filter((prefix) => prefix.startsWith("users/hosts/"))).toEqual([]);
});

test("pages go through all places in one order, with every recording once", async () => {
  const { store } = storedRecording(0);
  const places = [guest, host, customer];
  const ids: RecordingId[] = [];
  for (let month = 1; month <= 12; month++) {
    for (const [index, place] of places.entries()) {
      const day = `2026-${String(month).padStart(2, "0")}-${10 + ((month * 7 + index) % 18)}`;
      const id = makeRecordingId(
        Date.parse(`${day}T12:00:00Z`) * 1000,
        Uint8Array.of(0, 0, 0, 0, 0, index),
      );
      ids.push(id);
      store.objects.set(objectKey(place, { kind: "segment", recordingId: id, sequence: 0 }), bare);
    }
  }
  const newestFirst = ids.toSorted().toReversed();
  for (const limit of [1, 5, 36]) {
    const seen: string[] = [];
    let cursor: string | undefined;
    do {
      const input = cursor === undefined ? { limit } : { limit, cursor };
      const page = await listRecordings(input, guest, { store, identityRules });
      seen.push(...page.recordings.map(({ id }) => id));
      cursor = page.nextCursor;
    } while (cursor !== undefined);
    expect(seen).toEqual(newestFirst);
  }
});

test("a recording whose last segments have another user type is listed once and deleted in all places", async () => {
  const ports = await madeAsCustomer();
  const late = objectKey(host, { kind: "segment", recordingId, sequence: 3 });
  ports.store.objects.set(late, { ...stored(3), sizeBytes: segment(3).sizeBytes });
  for (const who of [host, customer]) {
    const { recordings } = await listRecordings({ limit: 10 }, who, ports);
    expect(recordings).toMatchObject([{ id: recordingId, state: "sealed" }]);
  }
  expect(await deleteRecording({ recordingId }, host, ports)).toEqual({ objectCount: 5 });
  const left = ports.store.libraryKeys().map((key) => key.slice(-5));
  expect(left).toEqual([".json", ".json", ".json"]);
});

test("segments that arrive in another place after the delete are not sealed there", async () => {
  const ports = await madeAsCustomer();
  await deleteRecording({ recordingId }, host, ports);
  for (const sequence of [0, 1, 2]) {
    const key = objectKey(host, { kind: "segment", recordingId, sequence });
    ports.store.objects.set(key, stored(sequence));
  }
  await expect(sealRecording(toSeal, host, ports)).rejects.toMatchObject({
    code: "RECORDING_DELETED",
  });
  expect(ports.store.libraryKeys().filter((key) => !key.endsWith(".json"))).toEqual([]);
});

test("a recording under the token's user type costs requests in that place only", async () => {
  const ports = await madeAsCustomer();
  const reads: string[] = [];
  const store = {
    ...ports.store,
    readJson: (key: string) => {
      reads.push(key);
      return ports.store.readJson(key);
    },
  };
  await getRecording({ recordingId, firstSequence: 0 }, customer, { ...ports, store });
  expect(reads).toHaveLength(1);
});
