// The reference model: what device and bucket must hold, told by sets and nothing else. It hears of every
// write where it is made, shares no code with the engine, and is compared after every step of a run.
import { createHash } from "node:crypto";

/** An Opus packet of the simulation, as journaled-recording.ts makes it: five bytes, numbered. */
const PACKET_BYTES = 5;
const [PACKET_MARK, SOUND_MARK] = [0xf8, 7];

/** What the device and the bucket hold at this moment. */
export interface Holdings {
  readonly files: ReadonlySet<string>;
  readonly records: readonly {
    readonly recordingId: string;
    readonly sequences: readonly number[];
  }[];
  /** By key. */
  readonly objects: ReadonlyMap<string, Uint8Array>;
  readonly manifests: readonly { readonly key: string; readonly text: string }[];
}

export interface ReferenceModel {
  /** A packet of sound is on the disk. */
  durable(fileName: string, index: number): void;
  /** S3 has stored an object. */
  stored(key: string, bytes: Uint8Array): void;
  /** The API answered that S3 holds this segment. */
  saidVerified(recordingId: string, sequence: number): void;
  /** The record of a recording is written; `undefined`: it is removed. */
  record(recordingId: string, state: unknown): void;
  /** A file with sound is about to leave the device. */
  leaving(fileName: string): void;
  /** A private window forgot everything that it held. */
  forgot(recordingId: string): void;
  /** Its tombstone lies under this key: nothing of it is promised any more, and it must not come back. */
  deleted(recordingId: string, key: string): void;
  /** The call that deletes it has returned. */
  deleteReturned(recordingId: string): void;
  isDeleted(recordingId: string): boolean;
  /** A tombstone lies where this object would, or the call that lays them in all places has returned. */
  mustBeGone(key: string, recordingId: string): boolean;
  compare(holdings: Holdings): void;
  /** Since when the device says that the recording is sealed, or has forgotten it; `undefined`: it does not. */
  settledSinceMs(recordingId: string): number | undefined;
  /** Recordings with sound that was durable before that time and is not in a sealed recording. */
  unsealedBefore(ms: number): readonly string[];
}

interface ModelRecording {
  /** By sequence: the packets whose first place on the disk was this segment's file. */
  readonly packets: Map<number, Set<number>>;
  highest: number;
  /** Since when there is sound of it. */
  soundSinceMs: number;
  readonly verified: Set<number>;
  /** As its record said last. */
  state: unknown;
  wasSealed: boolean;
  /** Names of the segments of its manifest, with their hashes. */
  manifest: ReadonlySet<string>;
  /** Its manifest names all that was ever durable of it. */
  isSealed: boolean;
  settledSinceMs: number | undefined;
}

/** A recording of the priming packet alone holds no sound, and may go. */
const hasSound = ({ highest }: ModelRecording) => highest > 0;

export function createModel(nowMs: () => number, violate: (what: string) => void): ReferenceModel {
  const recordings = new Map<string, ModelRecording>();
  /** By recording and sequence: the packets of each object under that name. */
  const objects = new Map<string, Set<number>[]>();
  const hashes = new Map<string, string>();
  /** As they were compared last. */
  const manifests = new Map<string, string>();
  const deleted = new Set<string>();
  const tombstoneKeys = new Set<string>();
  /** Their delete has returned. Before that, a manifest may still lie where no tombstone lies. */
  const removed = new Set<string>();

  function recordingOf(recordingId: string): ModelRecording {
    const known = recordings.get(recordingId);
    if (known) return known;
    const made: ModelRecording = {
      packets: new Map(),
      highest: -1,
      soundSinceMs: Infinity,
      verified: new Set(),
      state: undefined,
      wasSealed: false,
      manifest: new Set(),
      isSealed: false,
      settledSinceMs: undefined,
    };
    recordings.set(recordingId, made);
    return made;
  }

  const mustBeGone = (key: string, recordingId: string) =>
    tombstoneKeys.has(key.replace(/webm$/, "json")) || removed.has(recordingId);

  const isInBucket = (name: string, packets: ReadonlySet<number>) =>
    objects.get(name)?.some((held) => packets.isSubsetOf(held)) ?? false;

  function compareManifest({ key, text }: Holdings["manifests"][number], holdings: Holdings): void {
    const { recordingId, segments = [] } = JSON.parse(text) as {
      recordingId: string;
      segments?: { sequence: number; sha256: string }[];
    };
    if (deleted.has(recordingId)) {
      if (mustBeGone(key, recordingId) && segments.length > 0) {
        violate(`${recordingId} was deleted, and has a manifest again`);
      }
      return;
    }
    const recording = recordingOf(recordingId);
    const named = new Set(segments.map(({ sequence, sha256 }) => `${sequence} ${sha256}`));
    if (!recording.manifest.isSubsetOf(named)) {
      violate(`the manifest of ${recordingId} lost a segment that it had named`);
    }
    if (named.size === recording.manifest.size) return;
    recording.manifest = named;
    const folder = key.slice(0, key.lastIndexOf("/"));
    for (const { sequence, sha256 } of segments) {
      const object = [...holdings.objects.keys()].find(
        (each) => each.startsWith(folder) && nameOfKey(each) === nameOf(recordingId, sequence),
      );
      if (object === undefined || hashes.get(object) !== sha256) {
        violate(`the manifest of ${recordingId} names ${sequence}, which the bucket has not`);
      }
    }
  }

  function noteSealed(recording: ModelRecording): void {
    const named = new Set([...recording.manifest].map((name) => Number(name.split(" ")[0])));
    recording.isSealed =
      named.size > 0 && [...recording.packets.keys()].every((sequence) => named.has(sequence));
  }

  return {
    durable: (fileName, index) => {
      const { recordingId, sequence } = partsOf(fileName);
      if (deleted.has(recordingId)) return;
      const recording = recordingOf(recordingId);
      // The encoder's first packets of a file were in the file before.
      if (index <= recording.highest) return;
      recording.highest = index;
      if (index === 1) recording.soundSinceMs = nowMs();
      const packets = recording.packets.get(sequence) ?? new Set();
      recording.packets.set(sequence, packets.add(index));
    },
    stored: (key, bytes) => {
      hashes.set(key, createHash("sha256").update(bytes).digest("base64"));
      const name = nameOfKey(key);
      objects.set(name, [...(objects.get(name) ?? []), packetsIn(bytes)]);
    },
    saidVerified: (recordingId, sequence) => {
      if (!deleted.has(recordingId)) recordingOf(recordingId).verified.add(sequence);
    },
    record: (recordingId, state) => {
      if (deleted.has(recordingId)) return;
      const recording = recordingOf(recordingId);
      if (recording.wasSealed && state !== undefined && state !== "sealed") {
        violate(`${recordingId} was sealed, and its record says ${JSON.stringify(state)} again`);
      }
      if (state === "open" && recording.state !== undefined && recording.state !== "open") {
        violate(`${recordingId} was ended, and is opened again`);
      }
      recording.wasSealed ||= state === "sealed";
      const isSettled = state === undefined || state === "sealed";
      recording.settledSinceMs = isSettled ? (recording.settledSinceMs ?? nowMs()) : undefined;
      recording.state = state;
    },
    leaving: (fileName) => {
      const { recordingId, sequence } = partsOf(fileName);
      if (deleted.has(recordingId)) return;
      const recording = recordingOf(recordingId);
      const packets = recording.packets.get(sequence);
      if (packets === undefined || !hasSound(recording)) return;
      if (!isInBucket(nameOf(recordingId, sequence), packets)) {
        violate(`${fileName} leaves the device, and the bucket has not all of its packets`);
      }
      if (!recording.verified.has(sequence)) {
        violate(`${fileName} leaves the device, and the API never said that it is stored`);
      }
    },
    forgot: (recordingId) => {
      recordings.delete(recordingId);
    },
    deleteReturned: (recordingId) => void removed.add(recordingId),
    deleted: (recordingId, key) => {
      tombstoneKeys.add(key);
      deleted.add(recordingId);
      recordings.delete(recordingId);
    },
    isDeleted: (recordingId) => deleted.has(recordingId),
    mustBeGone,
    compare: (holdings) => {
      for (const [recordingId, recording] of recordings) {
        if (!hasSound(recording)) continue;
        for (const [sequence, packets] of recording.packets) {
          const name = nameOf(recordingId, sequence);
          if (holdings.files.has(name) || isInBucket(name, packets)) continue;
          violate(
            `${packets.size} durable packets of ${name} are neither on the device nor stored`,
          );
        }
      }
      for (const { recordingId, sequences } of holdings.records) {
        if (deleted.has(recordingId)) continue;
        for (const sequence of sequences) {
          const name = nameOf(recordingId, sequence);
          if (holdings.files.has(name) || objects.has(name)) continue;
          violate(`a record names ${name}, which neither the device nor the bucket has`);
        }
      }
      for (const key of hashes.keys()) {
        if (deleted.has(partsOf(nameOfKey(key)).recordingId)) continue;
        if (!holdings.objects.has(key)) violate(`${key} has left the bucket`);
      }
      for (const manifest of holdings.manifests) {
        if (manifests.get(manifest.key) === manifest.text) continue;
        manifests.set(manifest.key, manifest.text);
        compareManifest(manifest, holdings);
      }
      for (const recording of recordings.values()) noteSealed(recording);
    },
    settledSinceMs: (recordingId) => recordings.get(recordingId)?.settledSinceMs,
    unsealedBefore: (ms) =>
      [...recordings]
        .filter(([, recording]) => hasSound(recording) && recording.soundSinceMs < ms)
        .filter(([, recording]) => !recording.isSealed)
        .map(([recordingId]) => recordingId),
  };
}

const nameOf = (recordingId: string, sequence: number) =>
  `${recordingId}_${String(sequence).padStart(6, "0")}`;

function partsOf(fileName: string): { readonly recordingId: string; readonly sequence: number } {
  const [recordingId = "", digits = ""] = fileName.split("_");
  return { recordingId, sequence: Number(digits) };
}

/** A segment has the same name in the bucket, whatever prefix its person has. */
const nameOfKey = (key: string) => key.slice(key.lastIndexOf("/") + 1).replace(/\.webm$/, "");

/** Looks for the packets' bytes, and reads nothing of what is around them. */
function packetsIn(bytes: Uint8Array): Set<number> {
  const found = new Set<number>();
  for (let at = 0; at + PACKET_BYTES <= bytes.length; at++) {
    if (bytes[at] !== PACKET_MARK || bytes[at + PACKET_BYTES - 1] !== SOUND_MARK) continue;
    found.add((bytes[at + 1] ?? 0) + (bytes[at + 2] ?? 0) * 256 + (bytes[at + 3] ?? 0) * 65_536);
  }
  return found;
}
