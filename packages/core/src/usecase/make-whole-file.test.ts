import { describe, expect, test } from "vitest";
import type { Manifest } from "../contract.ts";
import { makeTombstone } from "../tombstone.ts";
import { objectKey } from "../object-key.ts";
import { closeHoles } from "../holes.ts";
import { buildManifest, manifestOf } from "../manifest.ts";
import type { Metadata } from "../ports.ts";
import { identity, keyOf, manifestKey, recordingId, sha256 } from "../testing/stored-recording.ts";
import { segmentCut } from "../webm/segment-cut.ts";
import { readSegment } from "../webm/segment-reader.ts";
import { writeSegment } from "../webm/segment-writer.ts";
import { makePackets } from "../webm/testing/opus-packets.ts";
import { makeWholeFile } from "./make-whole-file.ts";
import type { WholeFilePorts } from "./whole-file-ports.ts";

const PACKETS_PER_SEGMENT = 70;
const stream = makePackets(1 + 4 * PACKETS_PER_SEGMENT);
const fileKey = objectKey(identity, { kind: "file", recordingId });

interface Stored {
  readonly bytes: Uint8Array<ArrayBuffer>;
  readonly metadata: Metadata;
  readonly version: string;
}

/** A bucket of bytes, with a file of the laptop's memory for the draft. */
function bucket() {
  const objects = new Map<string, Stored>();
  const removed: string[] = [];
  let versions = 0;
  let drafts = 0;
  /** Runs when the next PUT of the file begins, before the bucket looks at its condition. */
  let beforePut: (() => void | Promise<void>) | undefined;
  let afterPut: (() => void) | undefined;

  function put(key: string, content: Uint8Array<ArrayBuffer> | string, metadata: Metadata = {}) {
    const bytes = typeof content === "string" ? new TextEncoder().encode(content) : content;
    objects.set(key, { bytes, metadata, version: `v${++versions}` });
  }
  const ports: WholeFilePorts = {
    sha256,
    readJson: async (key) => {
      const found = objects.get(key);
      return found && { text: new TextDecoder().decode(found.bytes), version: found.version };
    },
    readObject: async (key, sizeBytes) => {
      const bytes = objects.get(key)?.bytes;
      return bytes?.length === sizeBytes ? bytes : undefined;
    },
    headVersion: async (key) => objects.get(key),
    remove: async (key) => {
      removed.push(key);
      objects.delete(key);
    },
    withDraft: (work) => {
      drafts++;
      const pieces: Uint8Array[] = [];
      return work({
        append: async (added) => void pieces.push(...added),
        store: async ({ key, head, metadata, replaces }) => {
          const happen = beforePut;
          beforePut = undefined;
          await happen?.();
          if (objects.get(key)?.version !== replaces) return "changed";
          put(key, new Uint8Array(Buffer.concat([head, ...pieces])), metadata);
          afterPut?.();
          return "stored";
        },
      });
    },
  };
  return {
    objects,
    removed,
    put,
    ports,
    draftCount: () => drafts,
    onPut: (happen: () => void | Promise<void>) => (beforePut = happen),
    onStored: (happen: () => void) => (afterPut = happen),
    make: () => makeWholeFile(recordingId, identity, ports),
    file: () => readSegment(objects.get(fileKey)?.bytes ?? new Uint8Array()),
    digest: () => objects.get(fileKey)?.metadata["manifest-digest"],
  };
}

type Bucket = ReturnType<typeof bucket>;

function segmentFile(sequence: number): Uint8Array<ArrayBuffer> {
  const cut = segmentCut({ sequence, packetsPerSegment: PACKETS_PER_SEGMENT });
  return writeSegment({
    packets: stream.slice(cut.firstPacket, cut.endPacket),
    channelCount: 1,
    skipSamples: cut.skipSamples,
    discardSamples: 0,
  });
}

/** Stores the segments and their manifest. */
async function seal(to: Bucket, segmentCount: number, over: Partial<Manifest> = {}): Promise<void> {
  const segments: Manifest["segments"] = [];
  for (let sequence = 0; sequence < segmentCount; sequence++) {
    const bytes = segmentFile(sequence);
    to.put(keyOf(sequence), bytes);
    const sampleCount = PACKETS_PER_SEGMENT * 960;
    const startSample = sequence * sampleCount;
    const facts = { sequence, sizeBytes: bytes.length, sha256: await sha256(bytes) };
    segments.push({ ...facts, startSample, sampleCount });
  }
  const manifest = buildManifest({ recordingId, segments, gaps: [] }, 1_795_392_000_000_000);
  to.put(manifestKey, JSON.stringify({ ...manifest, ...over }));
}

function layTombstone(to: Bucket): void {
  to.put(manifestKey, makeTombstone(recordingId, 1_795_392_000_000_000).json);
}

const packetsUpTo = (segmentCount: number) =>
  stream.slice(0, 1 + segmentCount * PACKETS_PER_SEGMENT);

test("a sealed recording becomes one file of its packets, each once", async () => {
  const to = bucket();
  await seal(to, 3);
  expect(await to.make()).toBe("made");
  expect(to.file().packets).toEqual(packetsUpTo(3));
  expect(to.digest()).toMatch(/=$/);
});

test("a repeated event and a rename keep the file, and read no segment", async () => {
  const to = bucket();
  await seal(to, 2);
  await to.make();
  const made = to.objects.get(fileKey);
  await seal(to, 2, { title: "renamed" });
  expect(await to.make()).toBe("kept");
  expect(to.objects.get(fileKey)).toBe(made);
  expect(to.draftCount()).toBe(1);
});

test("an extended recording gets a file of all segments in place of the shorter one", async () => {
  const to = bucket();
  await seal(to, 2);
  await to.make();
  await seal(to, 4);
  expect(await to.make()).toBe("made");
  expect(to.file().packets).toEqual(packetsUpTo(4));
});

test("a recovered recording becomes one file of the packets that there are, without those of a pre-roll", async () => {
  const to = bucket();
  await seal(to, 4);
  const text = new TextDecoder().decode(to.objects.get(manifestKey)?.bytes);
  const { segments: all } = JSON.parse(text) as Manifest;
  const { segments, gaps } = closeHoles(
    all.filter(({ sequence }) => sequence === 1 || sequence === 3),
  );
  const manifest = manifestOf(
    { recordingId, segments, gaps, isRecovered: true },
    1_795_392_000_000_000,
  );
  to.objects.delete(keyOf(0));
  to.objects.delete(keyOf(2));
  to.put(manifestKey, JSON.stringify(manifest));
  expect(await to.make()).toBe("made");
  const cutOf = (sequence: number) =>
    segmentCut({ sequence, packetsPerSegment: PACKETS_PER_SEGMENT });
  // The decoder needs the pre-roll only where it begins.
  const first = stream.slice(cutOf(1).firstPacket, cutOf(1).endPacket);
  const second = stream.slice(cutOf(3).endPacket - PACKETS_PER_SEGMENT, cutOf(3).endPacket);
  expect(to.file().packets).toEqual([...first, ...second]);
  expect(to.file().sampleCount).toBe(2 * PACKETS_PER_SEGMENT * 960);
});

test("the later manifest wins when two calls make the file of one recording, whichever stores first", async () => {
  const to = bucket();
  await seal(to, 2);
  to.onPut(async () => {
    await seal(to, 3);
    expect(await to.make()).toBe("made");
  });
  expect(await to.make()).toBe("kept");
  expect(to.file().packets).toEqual(packetsUpTo(3));
});

test("a call that others outrun at every try says so, and leaves their file", async () => {
  const to = bucket();
  await seal(to, 2);
  const outrun = () => {
    to.put(fileKey, segmentFile(0));
    to.onPut(outrun);
  };
  to.onPut(outrun);
  await expect(to.make()).rejects.toMatchObject({ code: "RECORDING_CHANGING" });
  expect(to.objects.get(fileKey)?.bytes).toEqual(segmentFile(0));
});

describe("a deleted recording", () => {
  test("has no whole file if it is deleted while the file is being stored", async () => {
    const to = bucket();
    await seal(to, 2);
    to.onStored(() => layTombstone(to));
    expect(await to.make()).toBe("deleted");
    expect(to.objects.has(fileKey)).toBe(false);
  });

  test("has no whole file if its manifest is gone once the file is stored", async () => {
    const to = bucket();
    await seal(to, 2);
    to.onStored(() => to.objects.delete(manifestKey));
    expect(await to.make()).toBe("deleted");
    expect(to.objects.has(fileKey)).toBe(false);
  });

  test("has no whole file if the event comes late, or an earlier call stopped before its last look", async () => {
    const to = bucket();
    await seal(to, 2);
    await to.make();
    layTombstone(to);
    expect(await to.make()).toBe("deleted");
    expect(to.objects.has(fileKey)).toBe(false);
    expect(await to.make()).toBe("deleted");
    expect(to.removed).toEqual([fileKey]);
  });
});

describe("no file is made of other sound than the manifest names", () => {
  test.each<[string, (to: Bucket) => void, string]>([
    ["a segment is missing", (to) => to.objects.delete(keyOf(1)), "Segments not in the bucket: 1"],
    [
      "a segment was cut short",
      (to) => to.put(keyOf(1), segmentFile(1).slice(0, -9)),
      "Segments not in the bucket: 1",
    ],
    [
      "a segment has other bytes of the same length",
      (to) => to.put(keyOf(1), segmentFile(1).with(-1, 7)),
      "Segments that are something else in the bucket: 1",
    ],
  ])("%s", async (_what, damage, message) => {
    const to = bucket();
    await seal(to, 3);
    damage(to);
    await expect(to.make()).rejects.toThrow(message);
    expect(to.objects.has(fileKey)).toBe(false);
  });

  test("the manifest names more samples than the segments have", async () => {
    const to = bucket();
    await seal(to, 2, { sampleCount: 134_401 });
    await expect(to.make()).rejects.toMatchObject({
      code: "RECORDING_ALTERED",
      message: "The segments have 134400 samples, and the manifest says 134401.",
    });
    expect(to.objects.has(fileKey)).toBe(false);
  });

  test("the manifest names a segment twice", async () => {
    const to = bucket();
    await seal(to, 2);
    const text = new TextDecoder().decode(to.objects.get(manifestKey)?.bytes);
    const manifest = JSON.parse(text) as Manifest;
    const segments = [...manifest.segments, ...manifest.segments.slice(-1)];
    to.put(manifestKey, JSON.stringify({ ...manifest, segments }));
    await expect(to.make()).rejects.toMatchObject({ code: "WEBM_INVALID" });
    expect(to.objects.has(fileKey)).toBe(false);
  });

  test("the object in the manifest's place is not a manifest", async () => {
    const to = bucket();
    to.put(manifestKey, "{}");
    await expect(to.make()).rejects.toMatchObject({ code: "MANIFEST_INVALID" });
  });
});
