// Journals as the releases before left them (tests/journal): the engine of today opens, finishes,
// uploads and seals them, against the server's own rules.
import { readFile } from "node:fs/promises";
import { expect, test } from "vitest";
import type { Manifest } from "@tapedeck/core/contract";
import type { RecordingId } from "@tapedeck/core/ids";
import { objectKey } from "@tapedeck/core/object-key";
import { journalFileName } from "../../packages/recorder/src/journal/journal-files.ts";
import { segmentOfJournalFile } from "../../packages/recorder/src/journal/journal-segment.ts";
import { createVirtualClock } from "../../packages/recorder/src/testing/virtual-clock.ts";
import { createVirtualTabs } from "../../packages/recorder/src/testing/virtual-tabs.ts";
import type { StoredJournal } from "../journal/stored-journal.ts";
import { createDevice } from "./device.ts";
import { identityOf, keysOf, OWNER } from "./identity.ts";
import { createRandom } from "./random.ts";
import { createServer } from "./server.ts";
import { openTab } from "./tab.ts";
import { createWorld } from "./world.ts";

/** Longer than everything that may hold it up: a wait, a call without an answer. */
const ENOUGH_MS = 180_000;

interface Migrated {
  readonly safety: string;
  /** As the page shows them. */
  readonly states: readonly unknown[];
  readonly manifests: readonly Pick<Manifest, "sampleCount" | "gaps">[];
  /** What is left on the device, by the owners of the records. */
  readonly left: { readonly owners: readonly string[]; readonly files: readonly string[] };
}

async function migrate(name: string): Promise<Migrated> {
  const url = new URL(`../journal/${name}`, import.meta.url);
  const journal = JSON.parse(await readFile(url, "utf8")) as StoredJournal;
  const clock = createVirtualClock();
  const world = createWorld({ clock, random: createRandom(1), skewMs: 0, onLine: () => undefined });
  const server = createServer(world, { isOld: false });
  const device = createDevice(world, server, { isPrivate: false });
  await store(journal, device);
  const own = journal.recordings.filter(({ owner }) => owner === OWNER);
  for (const { recordingId, userType = "customer", state } of own) {
    const identity = identityOf(userType === "guest" ? "guest" : "customer");
    const segments = journal.segments.filter((segment) => segment.recordingId === recordingId);
    for (const { sequence, sizeBytes, sha256, startSample, sampleCount } of segments) {
      // What has no file any more is in the bucket, and so is what S3 had answered for.
      const file = await device.files.read(journalFileName(recordingId, sequence));
      if (file && segments[sequence]?.life.kind !== "uploaded") continue;
      const metadata = {
        "format-version": "1",
        "sample-count": String(sampleCount),
        "start-sample": String(startSample),
      };
      const key = objectKey(identity, { kind: "segment", recordingId, sequence });
      server.store.objects.set(key, { sizeBytes, sha256, metadata });
      const stored = file && segmentOfJournalFile(file)?.bytes;
      if (stored) (server.bytes as Map<string, Uint8Array>).set(key, stored);
    }
    if (state === "sealed") {
      const named = segments.map(
        ({ recordingId: _id, life: _life, userType: _type, ...rest }) => rest,
      );
      await server.api.sealRecording({ recordingId, segments: named, gaps: [] });
    }
  }

  const tab = openTab(
    "tab",
    { world, server, device, tabs: createVirtualTabs(), sending: new Map() },
    "today",
  );
  await clock.advance(ENOUGH_MS);
  expect(world.violations).toEqual([]);
  const { safety, recordings } = tab.recorder.snapshot();
  const owners = await Promise.all(["ada", "ben"].map((owner) => device.records.recordings(owner)));
  return {
    safety,
    states: recordings.map(({ state }) => state),
    manifests: own.map(({ recordingId }) => manifestOf(recordingId, server)),
    left: {
      owners: owners.flat().map(({ owner }) => owner),
      files: await device.files.list(),
    },
  };
}

async function store(
  { recordings, segments, files }: StoredJournal,
  device: Pick<ReturnType<typeof createDevice>, "records" | "files">,
): Promise<void> {
  for (const record of recordings) await device.records.putRecording(record);
  await device.records.putSegments(segments);
  for (const [name, base64] of Object.entries(files)) {
    const file = await device.files.create(name);
    file.append(Buffer.from(base64, "base64"));
    await file.close();
  }
}

function manifestOf(
  recordingId: RecordingId,
  server: ReturnType<typeof createServer>,
): Pick<Manifest, "sampleCount" | "gaps"> {
  const [text] = keysOf({ kind: "manifest", recordingId }).flatMap(
    (key) => server.store.objects.get(key)?.text ?? [],
  );
  if (text === undefined) throw new Error(`${recordingId} has no manifest`);
  const { sampleCount, gaps } = JSON.parse(text) as Manifest;
  return { sampleCount, gaps };
}

const SLEPT = { startSample: 3840, durationMs: 7_200_000, reason: "interrupted" };

test("a journal of the first release is finished, uploaded and sealed by today's engine", async () => {
  expect(await migrate("stored-journal-1.json")).toEqual({
    safety: "in-bucket",
    states: ["sealed"],
    manifests: [
      { sampleCount: 10_560, gaps: [{ startSample: 960, durationMs: 5000, reason: "paused" }] },
    ],
    left: { owners: ["ben"], files: [] },
  });
});

test("a journal of the release before is finished, uploaded and sealed by today's engine", async () => {
  expect(await migrate("stored-journal-2.json")).toEqual({
    safety: "in-bucket",
    states: ["sealed", "sealed", "sealed", "sealed"],
    manifests: [
      {
        // Also of the file that was being written.
        sampleCount: 15 * 960,
        gaps: [{ startSample: 960, durationMs: 5000, reason: "paused" }, SLEPT],
      },
      {
        sampleCount: 3 * 2880 + 1000,
        gaps: [{ startSample: 1920, durationMs: 340, reason: "lost" }, SLEPT],
      },
      { sampleCount: 2 * 2880, gaps: [] },
      { sampleCount: 2880, gaps: [] },
    ],
    left: {
      owners: ["ben"],
      files: ["2026-11-22-14-00-00-000000-BEN004_000000"],
    },
  });
});
