// An hour that was recorded offline: how many calls it takes to drain, and how much memory.
import { setFlagsFromString } from "node:v8";
import { runInNewContext } from "node:vm";
import { setImmediate as turn } from "node:timers/promises";
import { expect, test } from "vitest";
import { makeRecordingId } from "@tapedeck/core/ids";
import { PACKET_SAMPLES } from "@tapedeck/core/limits";
import type { JournalStorage } from "../../packages/recorder/src/journal/journal-storage.ts";
import type { PutObject } from "../../packages/recorder/src/upload/put-object.ts";
import { journalRecording } from "../../packages/recorder/src/testing/journaled-recording.ts";
import { createScriptedApi } from "../../packages/recorder/src/testing/scripted-api.ts";
import { createVirtualEnvironment } from "../../packages/recorder/src/testing/virtual-environment.ts";
import { createUploader } from "../../packages/recorder/src/upload/uploader.ts";

const PACKETS_PER_SEGMENT = 250;
const PUTS_AT_ONCE = 4;

/** An hour in segments of 5 s. */
const HOUR_SEGMENTS = 720;

setFlagsFromString("--expose-gc");
const collectGarbage = runInNewContext("gc") as () => void;

/** Counts which of the byte arrays that passed here somebody still holds. */
function watchMemory() {
  const passed: WeakRef<Uint8Array>[] = [];
  return {
    pass: <Bytes extends Uint8Array | undefined>(bytes: Bytes): Bytes => {
      if (bytes) passed.push(new WeakRef(bytes));
      return bytes;
    },
    heldCount: () => passed.filter((each) => each.deref() !== undefined).length,
  };
}

async function drain(segmentCount: number) {
  const environment = createVirtualEnvironment();
  const api = createScriptedApi({ answers: "at-once" });
  const files = environment.storage.files("opfs");
  const memory = watchMemory();
  const storage: JournalStorage = {
    records: environment.storage.records,
    files: () => ({ ...files, read: async (name) => memory.pass(await files.read(name)) }),
  };
  const keys: string[] = [];
  let [openPuts, mostPuts, mostHeld] = [0, 0, 0];
  const putObject: PutObject = async ({ grant, bytes }) => {
    keys.push(grant.key);
    openPuts += 1;
    memory.pass(bytes);
    mostPuts = Math.max(mostPuts, openPuts);
    // A WeakRef holds until the end of the turn in which it was made or looked at.
    await turn();
    if (keys.length % 25 === 0) {
      collectGarbage();
      mostHeld = Math.max(mostHeld, memory.heldCount());
      await turn();
    }
    openPuts -= 1;
  };
  const sampleCount = segmentCount * PACKETS_PER_SEGMENT * PACKET_SAMPLES;
  const { journal, segments } = await journalRecording(environment, {
    recordingId: makeRecordingId(1_795_392_000_000_000, new Uint8Array(6)),
    packetsPerSegment: PACKETS_PER_SEGMENT,
    sampleCount,
  });
  const sealed = Promise.withResolvers<void>();
  const uploader = createUploader({
    api,
    environment: { ...environment, putObject },
    storage,
    listener: {
      onStep: () => {
        const { recordings } = uploader.state();
        if (recordings.some(({ record }) => record.state === "sealed")) sealed.resolve();
      },
    },
  });
  uploader.take(await journal.finish(sampleCount), segments);
  await sealed.promise;
  await uploader.dispose();
  return {
    presigns: api.presigns.length,
    verifies: api.verifies.length,
    seals: api.seals.length,
    keys,
    mostPuts,
    mostHeld,
    files: await files.list(),
  };
}

test("a backlog of an hour takes 8 presigns, a verify and a seal, in order, and no more memory than a tenth of it", async () => {
  const tenth = await drain(HOUR_SEGMENTS / 10);
  const hour = await drain(HOUR_SEGMENTS);
  console.log(
    `${HOUR_SEGMENTS} segments: ${hour.presigns} presigns, ${hour.verifies} verify, ` +
      `${hour.seals} seal; ${hour.mostPuts} PUTs at once, ${hour.mostHeld} files and bodies in memory at most ` +
      `(of a tenth of it: ${tenth.mostHeld})`,
  );
  expect(hour).toMatchObject({ presigns: 8, verifies: 1, seals: 1, files: [] });
  expect(hour.keys).toHaveLength(HOUR_SEGMENTS);
  expect(hour.keys).toEqual(hour.keys.toSorted());
  expect(hour.mostPuts).toBe(PUTS_AT_ONCE);
  // Of each PUT under way, the journal file for as long as it is read, and the body.
  for (const { mostHeld } of [tenth, hour]) {
    expect(mostHeld).toBeGreaterThan(0);
    expect(mostHeld).toBeLessThanOrEqual(2 * PUTS_AT_ONCE);
  }
});
