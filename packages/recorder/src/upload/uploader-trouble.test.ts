// Trouble that comes from neither a refusal nor a failed request: silence, damage, a disk that fills.
import { describe, expect, test } from "vitest";
import { AppError } from "@tapedeck/core/errors";
import { journalFileName } from "../journal/journal-files.ts";
import { segmentOfJournalFile } from "../journal/journal-segment.ts";
import { createMemoryRecords } from "../journal/memory-records.ts";
import { settle } from "../testing/settle.ts";
import { createUploading, stuck, waiting } from "../testing/uploading.ts";

describe("a question that gets no answer", () => {
  test("for grants waits after a minute, and is asked again", async () => {
    const { api, environment, record, statuses } = createUploading({ answers: "when-told" });
    await record({ segmentCount: 1 });
    await environment.advance(59_999);
    expect(statuses()).toEqual(["journaled"]);
    await environment.advance(1);
    expect(statuses()).toEqual([waiting("TIMEOUT")]);
    await environment.advance(60_000);
    expect(api.presigns.length).toBeGreaterThan(1);
  });

  test("about what has arrived is asked again", async () => {
    const { api, environment, record, storeAll, statuses } = createUploading({
      answers: "when-told",
    });
    await record({ segmentCount: 1 });
    await api.presigns[0]?.answer();
    await storeAll();
    expect(api.verifies).toHaveLength(1);
    await environment.advance(60_000);
    expect(statuses()).toEqual([waiting("TIMEOUT")]);
  });

  test("for the manifest is asked again", async () => {
    const { api, environment, record, storeAll, view } = createUploading({ answers: "when-told" });
    await record({ segmentCount: 1 });
    await api.presigns[0]?.answer();
    await storeAll();
    await api.verifies[0]?.say("verified");
    expect(api.seals).toHaveLength(1);
    await environment.advance(120_000);
    expect(api.seals.length).toBeGreaterThan(1);
    await api.seals.at(-1)?.answer();
    expect(view.recordings()[0]?.state).toBe("sealed");
  });
});

test("a file that has lost its end is stuck, not sent as if it were the whole", async () => {
  const { api, environment, fileNames, record, statuses } = createUploading({
    answers: "at-once",
  });
  const { segments } = await record({ segmentCount: 1 });
  const [segment] = segments;
  if (segment === undefined) throw new Error("nothing was recorded");
  const name = journalFileName(segment.recordingId, 0);
  const files = environment.storage.files("opfs");
  const whole = (await files.read(name)) ?? new Uint8Array();
  const samplesOf = (file: Uint8Array<ArrayBuffer>) => segmentOfJournalFile(file)?.sampleCount ?? 0;
  let damaged = whole;
  while (samplesOf(damaged) === segment.sampleCount) damaged = damaged.slice(0, -1);
  expect(samplesOf(damaged)).toBeGreaterThan(0);
  const file = await files.create(name);
  file.append(damaged);
  await file.close();
  await environment.puts[0]?.fail("CHECKSUM_MISMATCH");
  await environment.advance(0);
  expect(statuses()).toEqual([stuck("SEGMENT_DAMAGED")]);
  expect(await fileNames()).toEqual([name]);
  expect(api.seals).toHaveLength(0);
});

test("a recording is not remembered as ended before its segments are", async () => {
  const { close, environment, record, reopen } = createUploading({ answers: "when-told" });
  const { recording, segments } = await record({ segmentCount: 2, isEnded: false });
  const records = createMemoryRecords();
  await records.putRecording(recording);
  let isFull = true;
  await close();
  const uploader = reopen({
    storage: {
      files: (kind) => environment.storage.files(kind),
      records: {
        ...records,
        // Room for a small record, not for many.
        putSegments: async (some) => {
          if (isFull) throw new AppError("STORAGE_FULL", "No room.");
          await records.putSegments(some);
        },
      },
    },
  });
  uploader.take({ ...recording, state: "ended" }, segments, false);
  await settle();
  const stateNow = async () => (await records.recordings("ada"))[0]?.state;
  expect(await stateNow()).toBe("open");
  isFull = false;
  await environment.advance(30_000);
  expect(await stateNow()).toBe("ended");
  expect(await records.segments(recording.recordingId)).toHaveLength(2);
});
