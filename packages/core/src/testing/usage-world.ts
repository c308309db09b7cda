// A person who stores, seals and deletes under a quota, on a bucket in memory.
import type { SegmentToStore } from "../contract.ts";
import { AppError } from "../errors.ts";
import type { Identity } from "../identity.ts";
import { formatTimestamp, makeRecordingId, type LibraryId, type RecordingId } from "../ids.ts";
import { objectKey } from "../object-key.ts";
import type { ObjectStore } from "../ports.ts";
import { rebuildUsage } from "../usage/rebuild.ts";
import { reserveRecording, reserveUpload } from "../usage/reserve.ts";
import type { Quota } from "../usage/quota.ts";
import { tellUsage } from "../usage/tell-usage.ts";
import { changeUsage } from "../usage/usage-store.ts";
import { deleteRecording } from "../usecase/delete-recording.ts";
import { createMemoryObjectStore } from "./memory-object-store.ts";

export const MINUTE_MS = 60_000;
export const SEGMENT_BYTES = 1000;

const USER_TYPES = ["hosts"];
const START_MS = Date.UTC(2026, 10, 23, 8);

export function createUsageWorld(quota: Quota) {
  const store = createMemoryObjectStore();
  let nowMs = START_MS;
  let madeCount = 0;
  let own = quota;
  const clock = { nowMicros: () => nowMs * 1000 };
  const identityRules = { userTypes: USER_TYPES };
  const person: Identity = { userType: "customer", provider: "cognito", sub: "ada" };
  const reservations = { isReserved: () => false, remember: () => undefined };
  const ports = () => ({ clock, store, identityRules, quota: own, reservations });

  const keyOf = (recordingId: RecordingId, sequence: number, place = person) =>
    objectKey(place, { kind: "segment", recordingId, sequence });

  return {
    store,
    person,
    host: { ...person, userType: "hosts" } satisfies Identity,
    nowMs: () => nowMs,
    wait: (ms: number) => {
      nowMs += ms;
    },
    setQuota: (next: Quota) => {
      own = next;
    },
    newId: (ageMs = 0): RecordingId =>
      makeRecordingId((nowMs - ageMs) * 1000, new Uint8Array(6).fill(madeCount++)),
    /** As a grant does before it is signed. */
    reserve: (id: RecordingId, place = person, bucket: ObjectStore = store) =>
      reserveRecording(id, place, { ...ports(), store: bucket }),
    /** As a PUT does. */
    put: (id: RecordingId, sequence: number, place = person) => {
      const metadata = {
        "start-sample": String(sequence * 240_000),
        "sample-count": String(240_000 satisfies SegmentToStore["sampleCount"]),
      };
      const object = { sizeBytes: SEGMENT_BYTES, sha256: undefined, metadata };
      store.objects.set(keyOf(id, sequence, place), object);
    },
    upload: async (sizeBytes: number, bucket: ObjectStore = store): Promise<LibraryId> => {
      const timestamp = formatTimestamp(nowMs * 1000 + madeCount++);
      await reserveUpload({ timestamp, sizeBytes }, person, { ...ports(), store: bucket });
      const key = objectKey(person, { kind: "upload", timestamp });
      store.objects.set(key, { sizeBytes, sha256: undefined, metadata: {} });
      return timestamp;
    },
    seal: (recordingId: RecordingId, place = person) =>
      store.putJsonIfAbsent(objectKey(place, { kind: "manifest", recordingId }), "{}", {}),
    remove: (recordingId: LibraryId, bucket: ObjectStore = store) =>
      deleteRecording({ recordingId }, person, { clock, store: bucket, identityRules }),
    tell: () => tellUsage(person, ports()),
    rebuild: async (): Promise<void> => {
      await changeUsage(store, person, nowMs, (known) => rebuildUsage(store, person, nowMs, known));
    },
    /** What the bucket holds of sound, counted object by object. */
    heldBytes: () =>
      [...store.objects]
        .filter(([key]) => /_\d{6}\.webm$|\/.{26}\.webm$/.test(key))
        .reduce((sum, [, { sizeBytes }]) => sum + sizeBytes, 0),
  };
}

export const codeOf = (thrown: unknown): string =>
  thrown instanceof AppError ? thrown.code : String(thrown);
