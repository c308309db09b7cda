// Each mutation of the library twice, and with every one of its calls to the store failing once: a repetition
// ends where an undisturbed call ends, and replaces nothing that the first call wrote.
import { expect, test } from "vitest";
import { AppError } from "../errors.ts";
import { formatTimestamp } from "../ids.ts";
import { isoTime } from "../manifest.ts";
import { describedIn, objectKey } from "../object-key.ts";
import type { ObjectStore } from "../ports.ts";
import type { MemoryObjectStore } from "../testing/memory-object-store.ts";
import { storeByTurns } from "../testing/store-by-turns.ts";
import {
  identity,
  identityRules,
  keyOf,
  recordingId,
  sealByCount,
  segments,
  sha256,
  storedRecording,
  toSeal,
} from "../testing/stored-recording.ts";
import { isTombstone } from "../tombstone.ts";
import { RESERVED_MS } from "../usage/usage.ts";
import { deleteRecording } from "./delete-recording.ts";
import { listRecordings } from "./list-recordings.ts";
import { recoverRecording } from "./recover-recording.ts";
import { renameRecording } from "./rename-recording.ts";
import { sealRecording } from "./seal-recording.ts";

const FIRST_MICROS = storedRecording(0).clock.nowMicros();
const AGAIN_MICROS = FIRST_MICROS + 3_600_000_000;
const timestamp = formatTimestamp(FIRST_MICROS - 60_000_000);
const bare = { sizeBytes: 7, sha256: undefined, metadata: {} };

interface Mutation {
  readonly id: typeof recordingId | typeof timestamp;
  readonly prepare: () => Promise<MemoryObjectStore>;
  readonly run: (store: ObjectStore, nowMicros: number) => Promise<unknown>;
}

async function sealed(storedCount = 3): Promise<MemoryObjectStore> {
  const ports = storedRecording(storedCount);
  await sealRecording({ ...toSeal, title: "Standup" }, identity, ports);
  ports.store.objects.set(objectKey(identity, { kind: "file", recordingId }), bare);
  return ports.store;
}

async function uploaded(): Promise<MemoryObjectStore> {
  const { store } = storedRecording(0);
  store.objects.set(objectKey(identity, { kind: "upload", timestamp }), bare);
  return store;
}

const open = async () => storedRecording(3).store;
const portsAt = (store: ObjectStore, nowMicros: number) => ({
  store,
  sha256,
  identityRules,
  clock: { nowMicros: () => nowMicros },
});
const remove =
  (id: Mutation["id"]): Mutation["run"] =>
  (store, nowMicros) =>
    deleteRecording({ recordingId: id }, identity, portsAt(store, nowMicros));
const rename =
  (id: Mutation["id"]): Mutation["run"] =>
  (store, nowMicros) =>
    renameRecording({ recordingId: id, title: "Retro" }, identity, portsAt(store, nowMicros));

const recover: Mutation["run"] = (store, nowMicros) =>
  recoverRecording({ recordingId }, identity, portsAt(store, nowMicros));
async function withHole(): Promise<MemoryObjectStore> {
  const { store } = storedRecording(4);
  store.objects.delete(keyOf(1));
  return store;
}

const KEEPING: Readonly<Record<string, Mutation>> = {
  "a seal": {
    id: recordingId,
    prepare: open,
    run: (store, nowMicros) => sealRecording(toSeal, identity, portsAt(store, nowMicros)),
  },
  "a seal by count": {
    id: recordingId,
    prepare: open,
    run: async (store, nowMicros) =>
      sealRecording(await sealByCount(3), identity, portsAt(store, nowMicros)),
  },
  "an extension": {
    id: recordingId,
    prepare: () => sealed(5),
    run: (store, nowMicros) =>
      sealRecording({ ...toSeal, segments: segments(5) }, identity, portsAt(store, nowMicros)),
  },
  "a recovery": { id: recordingId, prepare: withHole, run: recover },
  "a recovery of more than was sealed": {
    id: recordingId,
    prepare: () => sealed(5),
    run: recover,
  },
  "a seal of what was recovered": {
    id: recordingId,
    prepare: async () => {
      const store = await open();
      await recover(store, FIRST_MICROS - 1_000_000);
      return store;
    },
    run: async (store, nowMicros) =>
      sealRecording(await sealByCount(3), identity, portsAt(store, nowMicros)),
  },
  "a rename": { id: recordingId, prepare: sealed, run: rename(recordingId) },
  "a rename of an upload": { id: timestamp, prepare: uploaded, run: rename(timestamp) },
};
const DELETING: Readonly<Record<string, Mutation>> = {
  "a delete": { id: recordingId, prepare: sealed, run: remove(recordingId) },
  "a delete of an open recording": { id: recordingId, prepare: open, run: remove(recordingId) },
  "a delete of an upload": { id: timestamp, prepare: uploaded, run: remove(timestamp) },
};
const ALL = { ...KEEPING, ...DELETING };

const codeOf = (thrown: unknown) => (thrown instanceof AppError ? thrown.code : String(thrown));
const listed = async (store: ObjectStore) =>
  (await listRecordings({ limit: 9 }, identity, { store, identityRules })).recordings;

/** The bucket as a text in which the times of both calls are the same. */
function contentOf({ objects }: MemoryObjectStore): string {
  const content = JSON.stringify([...objects].toSorted(([a], [b]) => (a < b ? -1 : 1)));
  const reserved = (micros: number) => isoTime(micros - RESERVED_MS * 1000);
  return content
    .replaceAll(isoTime(AGAIN_MICROS), isoTime(FIRST_MICROS))
    .replaceAll(reserved(AGAIN_MICROS), reserved(FIRST_MICROS));
}

test.each(Object.entries(KEEPING))(
  "%s gives the same answer twice and writes once",
  async (_what, mutation) => {
    const { prepare, run } = mutation;
    const store = await prepare();
    const answer = await run(store, FIRST_MICROS);
    const written = new Map(store.objects);
    expect(await run(store, AGAIN_MICROS)).toEqual(answer);
    const keys = [...written.keys()];
    expect(store.libraryKeys()).toEqual(keys);
    expect(keys.filter((key) => store.objects.get(key) !== written.get(key))).toEqual([]);
  },
);

test.each(Object.entries(DELETING))(
  "%s removes nothing the second time, and keeps the tombstone",
  async (_what, mutation) => {
    const { id, prepare, run } = mutation;
    const store = await prepare();
    await run(store, FIRST_MICROS);
    const key = objectKey(identity, describedIn(id));
    const tombstone = store.objects.get(key);
    expect(await run(store, AGAIN_MICROS)).toEqual({ objectCount: 0 });
    expect(store.objects.get(key)).toBe(tombstone);
    expect(store.libraryKeys()).toEqual([key]);
  },
);

test.each([
  ["a recording", recordingId, sealed],
  ["an upload", timestamp, uploaded],
] as const)(
  "a rename of %s to its stored title mends metadata that another program left out",
  async (_what, id, prepare) => {
    const store = await prepare();
    await rename(id)(store, FIRST_MICROS);
    const key = objectKey(identity, describedIn(id));
    const whole = store.objects.get(key);
    store.objects.set(key, { ...bare, ...whole, metadata: {} });
    await rename(id)(store, AGAIN_MICROS);
    expect(store.objects.get(key)).toEqual(whole);
  },
);

/** How S3 fails a call: it does nothing, it does all and the answer is lost, or it removes half of the keys. */
const FAILURES = ["refused", "answer lost", "half done"] as const;

test.each(
  Object.entries(ALL).flatMap(([name, mutation]) =>
    FAILURES.map((failure) => ({ name, failure, ...mutation })),
  ),
)(
  "$name that S3 interrupts at any call ($failure) is finished by the next",
  async ({ failure, id, prepare, run }) => {
    const key = objectKey(identity, describedIn(id));
    const undisturbed = await prepare();
    await run(undisturbed, FIRST_MICROS);
    let at = 0;
    for (let hasFailed = true; hasFailed; at++) {
      hasFailed = false;
      const store = await prepare();
      const initial = store.objects.get(key);
      const failing = storeByTurns(store, async (call, method, keys) => {
        if (call !== at) return method();
        hasFailed = true;
        if (failure === "answer lost") await method();
        if (failure === "half done") await store.deleteAll(keys?.slice(0, keys.length / 2) ?? []);
        throw new AppError("SERVICE_UNAVAILABLE", "S3 is away.");
      });
      const refusal = await run(failing, FIRST_MICROS).then(() => "none", codeOf);
      const written = store.objects.get(key);
      const isDeleted = isTombstone(written?.text ?? "");
      const listedCount = isDeleted ? (await listed(store)).length : 0;
      await run(store, AGAIN_MICROS);
      const last = store.objects.get(key);
      const isReplaced = written !== initial && last !== written;
      expect({ at, refusal, listedCount, isReplaced, content: contentOf(store) }).toEqual({
        at,
        refusal: hasFailed ? "SERVICE_UNAVAILABLE" : "none",
        listedCount: 0,
        isReplaced: false,
        content: contentOf(undisturbed),
      });
    }
    expect(at).toBeGreaterThan(2);
  },
);
