// The person was a host while a device stored a recording and forgot where; now they are a customer.
import { expect, test } from "vitest";
import type { Identity } from "../identity.ts";
import { objectKey } from "../object-key.ts";
import {
  identity as customer,
  recordingId,
  sealByCount,
  segments,
  stored,
  storedRecording,
} from "../testing/stored-recording.ts";
import { deleteRecording } from "./delete-recording.ts";
import { recoverRecording } from "./recover-recording.ts";
import { renameRecording } from "./rename-recording.ts";
import { sealInOnePlace } from "./seal-in-one-place.ts";

const identityRules = { userTypes: ["hosts"] };
const host: Identity = { ...customer, userType: "hosts" };

/** A bucket that holds so many segments of the recording as a host's, and no manifest. */
function bucketOf(countAsHost: number) {
  const ports = { ...storedRecording(0), identityRules };
  const { objects } = ports.store;
  const keyOf = (place: Identity, kind: "manifest" | "file") =>
    objectKey(place, { kind, recordingId });
  const store = (place: Identity, count: number) => {
    for (const { sequence } of segments(count)) {
      objects.set(objectKey(place, { kind: "segment", recordingId, sequence }), stored(sequence));
    }
  };
  const putManifest = (text: string) =>
    objects.set(keyOf(host, "manifest"), { sizeBytes: 7, sha256: undefined, metadata: {}, text });
  store(host, countAsHost);
  return {
    ports,
    objects,
    keyOf,
    putManifest,
    storeAsCustomer: (count: number) => store(customer, count),
    recoverAsHost: async () => {
      await recoverRecording({ recordingId }, host, ports);
      objects.set(keyOf(host, "file"), { sizeBytes: 7, sha256: undefined, metadata: {} });
    },
    seal: async (count: number) => sealInOnePlace(await sealByCount(count), customer, ports),
    manifests: () => [host, customer].filter((place) => objects.has(keyOf(place, "manifest"))),
  };
}

test("seals where another device has recovered all of it, and leaves the copies", async () => {
  const { recoverAsHost, storeAsCustomer, seal, manifests, objects } = bucketOf(3);
  await recoverAsHost();
  storeAsCustomer(3);
  const manifest = await seal(3);
  expect(manifest.isRecovered).toBeUndefined();
  expect(manifests()).toEqual([host]);
  expect([...objects.keys()].filter((key) => key.endsWith("_000002.webm"))).toHaveLength(2);
});

test("seals all of it where it stores, if only a part was recovered elsewhere, whose manifest and file go", async () => {
  const { recoverAsHost, storeAsCustomer, seal, manifests, objects, keyOf } = bucketOf(2);
  await recoverAsHost();
  storeAsCustomer(5);
  expect((await seal(5)).segments).toEqual(segments(5));
  expect(manifests()).toEqual([customer]);
  expect(objects.has(keyOf(host, "file"))).toBe(false);
  // Segments are never removed but by a delete.
  expect([...objects.keys()].filter((key) => key.includes("/hosts/"))).toHaveLength(2);
});

test("the title that was given to the recovered part is the title of the whole", async () => {
  const { ports, recoverAsHost, storeAsCustomer, seal, manifests } = bucketOf(2);
  await recoverAsHost();
  await renameRecording({ recordingId, title: "Choir" }, host, ports);
  storeAsCustomer(5);
  expect((await seal(5)).title).toBe("Choir");
  expect(manifests()).toEqual([customer]);
});

test("a manifest elsewhere that names more than this device remembers stays, and holds all that it asks for", async () => {
  const { recoverAsHost, storeAsCustomer, seal, manifests } = bucketOf(5);
  await recoverAsHost();
  storeAsCustomer(3);
  expect((await seal(3)).segments).toEqual(segments(5));
  expect(manifests()).toEqual([host]);
});

test("a manifest elsewhere of other segments stays beside the one that is sealed", async () => {
  const { recoverAsHost, storeAsCustomer, seal, manifests, objects, keyOf, putManifest } =
    bucketOf(2);
  await recoverAsHost();
  storeAsCustomer(3);
  const text = objects.get(keyOf(host, "manifest"))?.text ?? "";
  const [first, , third] = segments(3);
  putManifest(text.replace(first?.sha256 ?? "", third?.sha256 ?? ""));
  await seal(3);
  expect(manifests()).toEqual([host, customer]);
});

test("a damaged manifest elsewhere holds nothing up", async () => {
  const { storeAsCustomer, seal, putManifest } = bucketOf(2);
  putManifest("{");
  storeAsCustomer(3);
  expect((await seal(3)).segments).toEqual(segments(3));
});

test("the tombstone of a delete that has not come so far here holds nothing up", async () => {
  const { ports, storeAsCustomer, seal, objects, keyOf } = bucketOf(2);
  await deleteRecording({ recordingId }, host, ports);
  objects.delete(keyOf(customer, "manifest"));
  storeAsCustomer(3);
  expect((await seal(3)).segments).toEqual(segments(3));
});

test("costs one GET for each other user type where nothing lies elsewhere", async () => {
  const { ports, storeAsCustomer, seal } = bucketOf(0);
  storeAsCustomer(3);
  const reads: string[] = [];
  const { store } = ports;
  const asStored = { ...store };
  store.readJson = (key) => {
    reads.push(key.split("/")[1] ?? "");
    return asStored.readJson(key);
  };
  await seal(3);
  expect(reads.filter((place) => place !== "customer")).toEqual(["hosts"]);
});
