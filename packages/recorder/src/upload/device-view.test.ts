import { describe, expect, test } from "vitest";
import { AppError } from "@tapedeck/core/errors";
import type { RecordingId } from "@tapedeck/core/ids";
import { idOf, recordingRecord, segmentRecord } from "../../../core/src/testing/upload-records.ts";
import type { RecordingRecord, SegmentRecord } from "@tapedeck/core/upload/records";
import type { RecordReader } from "../journal/journal-records.ts";
import { createMemoryRecords } from "../journal/memory-records.ts";
import type { Safety } from "../snapshot.ts";
import { settle } from "../testing/settle.ts";
import { createDeviceView } from "./device-view.ts";

const NOW_MS = 1_000_000;
const verified = { life: { kind: "verified" } } as const;
const uploaded = { life: { kind: "uploaded" } } as const;
const stuck = { life: { kind: "stuck", code: "OBJECT_EXISTS", next: "verify" } } as const;
const waitingUntil = (untilMs: number) => ({ wait: { untilMs, code: "BUCKET_BLOCKED" } }) as const;

/** A device with records, and a view of it. */
async function createDevice(
  recordings: readonly RecordingRecord[] = [],
  segments: readonly SegmentRecord[] = [],
) {
  const records = createMemoryRecords();
  for (const record of recordings) await records.putRecording(record);
  await records.putSegments(segments);
  const failures: unknown[] = [];
  let unreadable: RecordingId | "all" | undefined;
  let held: Promise<void> | undefined;
  const reads: string[] = [];
  const reader: RecordReader = {
    recordings: async (owner) => {
      if (unreadable === "all") throw new AppError("STORAGE_FAILED", "scripted");
      return records.recordings(owner);
    },
    recording: (recordingId) => records.recording(recordingId),
    segments: async (recordingId, sequences) => {
      reads.push(sequences === undefined ? "all" : sequences.join(" "));
      const found = await records.segments(recordingId, sequences);
      await held;
      if (recordingId === unreadable) throw new AppError("STORAGE_FAILED", "scripted");
      return found;
    },
  };
  let changeCount = 0;
  const view = createDeviceView({
    readerOf: () => reader,
    nowMs: () => NOW_MS,
    onChange: () => {
      changeCount += 1;
    },
    onFailure: (thrown) => failures.push(thrown),
  });
  return {
    view,
    reads,
    failures,
    changeCount: () => changeCount,
    open: () => view.open(reader, "ada"),
    /** As another tab does: stores records, and says so. */
    store: async (index: number, changed: readonly SegmentRecord[], record?: RecordingRecord) => {
      await records.putSegments(changed);
      if (record) await records.putRecording(record);
      view.changed(
        idOf(index),
        changed.map(({ sequence }) => sequence),
      );
      await settle();
    },
    putSegments: (changed: readonly SegmentRecord[]) => records.putSegments(changed),
    forget: async (index: number) => {
      await records.removeRecording(idOf(index));
      view.changed(idOf(index), []);
      await settle();
    },
    makeUnreadable: (what: RecordingId | "all" | undefined) => {
      unreadable = what;
    },
    /** Readings of segments take until the returned function is called. */
    hold: () => {
      const end = Promise.withResolvers<void>();
      held = end.promise;
      return async () => {
        held = undefined;
        end.resolve();
        await settle();
      };
    },
    statuses: (index = 0) => view.segments(idOf(index)).map(({ status }) => status.kind),
  };
}

describe("what a page shows", () => {
  test("is recordings, newest first, with what they amount to, and their segments in order", async () => {
    const { open, view } = await createDevice(
      [recordingRecord(0), recordingRecord(1)],
      [segmentRecord(0, 0), segmentRecord(1, 1), segmentRecord(1, 0, verified)],
    );
    await open();
    expect(view.recordings()).toMatchObject([
      {
        recordingId: idOf(1),
        sampleCount: 192_000,
        verifiedSampleCount: 96_000,
        segmentCount: 2,
        verifiedCount: 1,
        stuckCount: 0,
        waitsFor: [],
      },
      { recordingId: idOf(0), sampleCount: 96_000, segmentCount: 1, verifiedCount: 0 },
    ]);
    expect(view.segments(idOf(1)).map(({ sequence }) => sequence)).toEqual([0, 1]);
    expect(view.segments(idOf(2))).toEqual([]);
  });

  test("is counted on as segments change, and as one is found between others", async () => {
    const { open, store, view } = await createDevice(
      [recordingRecord(0)],
      [segmentRecord(0, 0), segmentRecord(0, 2, stuck)],
    );
    await open();
    await store(0, [
      segmentRecord(0, 0, waitingUntil(NOW_MS + 1)),
      segmentRecord(0, 1, verified),
      segmentRecord(0, 2, waitingUntil(NOW_MS + 1)),
    ]);
    expect(view.segments(idOf(0)).map(({ sequence }) => sequence)).toEqual([0, 1, 2]);
    expect(view.recordings()).toMatchObject([
      { sampleCount: 288_000, verifiedCount: 1, stuckCount: 0, waitsFor: ["BUCKET_BLOCKED"] },
    ]);
    await store(0, [segmentRecord(0, 0, uploaded), segmentRecord(0, 2, verified)]);
    expect(view.recordings()).toMatchObject([
      { sampleCount: 288_000, verifiedCount: 2, verifiedSampleCount: 192_000, waitsFor: [] },
    ]);
  });

  test("leaves every segment that did not change the same object, and the lists too", async () => {
    const { open, store, view } = await createDevice(
      [recordingRecord(0), recordingRecord(1)],
      [segmentRecord(0, 0), segmentRecord(0, 1), segmentRecord(1, 0)],
    );
    await open();
    const [recordings, before, other] = [
      view.recordings(),
      view.segments(idOf(0)),
      view.segments(idOf(1)),
    ];
    expect(view.recordings()).toBe(recordings);
    await store(0, [segmentRecord(0, 0), segmentRecord(0, 1, verified)]);
    const after = view.segments(idOf(0));
    expect(after[0]).toBe(before[0]);
    expect(after[1]).not.toBe(before[1]);
    expect(before[1]?.status.kind).toBe("journaled");
    expect(view.segments(idOf(1))).toBe(other);
    expect(view.recordings()).not.toBe(recordings);
  });

  test("calls sound in this page's memory recorded, and not saved", async () => {
    const { open, statuses } = await createDevice(
      [recordingRecord(0, { storage: "memory" })],
      [segmentRecord(0, 0)],
    );
    await open();
    expect(statuses()).toEqual(["recorded"]);
  });

  test("has no wait whose time is past: the tab that waited has died", async () => {
    const { open, statuses, view } = await createDevice(
      [
        recordingRecord(0, { state: "ended", ...waitingUntil(NOW_MS) }),
        recordingRecord(1, { state: "ended", ...waitingUntil(NOW_MS + 1) }),
      ],
      [
        segmentRecord(0, 0, waitingUntil(NOW_MS)),
        segmentRecord(0, 1, { ...uploaded, ...waitingUntil(NOW_MS) }),
        segmentRecord(1, 0, waitingUntil(NOW_MS + 1)),
      ],
    );
    await open();
    expect(statuses(0)).toEqual(["journaled", "uploaded"]);
    expect(statuses(1)).toEqual(["waiting"]);
    expect(view.recordings().map(({ state }) => state)).toEqual([
      { kind: "waiting", code: "BUCKET_BLOCKED", untilMs: NOW_MS + 1 },
      "ended",
    ]);
  });

  test("includes that a recording which this page has just ended is not open any more", async () => {
    const { open, view } = await createDevice([recordingRecord(0)], [segmentRecord(0, 0)]);
    const end = view.recordsHere(idOf(0));
    await open();
    expect(view.recordings()[0]?.state).toBe("open");
    end();
    expect(view.recordings()[0]?.state).toBe("ended");
  });
});

describe("a recording that is sealed", () => {
  test("is shown so once its records are gone, and every segment as verified", async () => {
    const { forget, open, statuses, view } = await createDevice(
      [recordingRecord(0, { state: "ended" })],
      [segmentRecord(0, 0), segmentRecord(0, 1, stuck)],
    );
    await open();
    expect(view.unsealed()).toEqual([idOf(0)]);
    await forget(0);
    expect(view.recordings()).toMatchObject([
      { state: "sealed", verifiedCount: 2, stuckCount: 0, segmentCount: 2 },
    ]);
    expect(statuses()).toEqual(["verified", "verified"]);
    expect(view.unsealed()).toEqual([]);
  });

  test("stays sealed, whatever its records still say", async () => {
    const { open, statuses, store, view } = await createDevice(
      [recordingRecord(0, { state: "ended" })],
      [segmentRecord(0, 0)],
    );
    await open();
    view.sealed(idOf(0));
    const stuckSeal = { kind: "stuck", code: "INTERNAL" } as const;
    for (const state of ["open", "ended", stuckSeal] as const) {
      await store(0, [segmentRecord(0, 0)], recordingRecord(0, { state }));
      expect(view.recordings()[0]?.state).toBe("sealed");
      expect(statuses()).toEqual(["verified"]);
      expect(view.safety(false)).toBe("in-bucket");
    }
  });

  test("stays sealed although a slow reading ends only then", async () => {
    const { hold, open, view } = await createDevice(
      [recordingRecord(0, { state: "ended" })],
      [segmentRecord(0, 0)],
    );
    await open();
    const release = hold();
    view.changed(idOf(0), [0]);
    await settle();
    view.sealed(idOf(0));
    await release();
    expect(view.recordings()[0]?.state).toBe("sealed");
  });

  test("that was stuck before goes on", async () => {
    const { open, store, view } = await createDevice(
      [recordingRecord(0, { state: { kind: "stuck", code: "INTERNAL" } })],
      [segmentRecord(0, 0, verified)],
    );
    await open();
    await store(0, [], recordingRecord(0, { state: "ended" }));
    expect(view.recordings()[0]?.state).toBe("ended");
    await store(0, [], recordingRecord(0, { state: "sealed" }));
    expect(view.recordings()[0]?.state).toBe("sealed");
  });
});

describe("what became of a recording", () => {
  test("is told of one that was cut off, once, with all of its sound", async () => {
    const { open, store, view } = await createDevice();
    await open();
    const record = recordingRecord(0, { state: "ended", isCutOff: true });
    await store(0, [segmentRecord(0, 0), segmentRecord(0, 1)], record);
    await store(0, [segmentRecord(0, 1, verified)], record);
    const saved = view.saved();
    expect(saved).toEqual([{ recordingId: idOf(0), sampleCount: 192_000, kind: "cut-off" }]);
    view.wasCutOff(idOf(0));
    await settle();
    expect(view.saved()).toBe(saved);
  });

  test("is told when a tab says that one was cut off whose record does not", async () => {
    const { open, putSegments, view } = await createDevice(
      [recordingRecord(0, { state: "ended" })],
      [segmentRecord(0, 0)],
    );
    await open();
    expect(view.saved()).toEqual([]);
    await putSegments([segmentRecord(0, 1)]);
    view.wasCutOff(idOf(0));
    await settle();
    expect(view.saved()).toMatchObject([{ sampleCount: 192_000, kind: "cut-off" }]);
  });

  test("is told of one that arrived while no page was open, but not of one without sound", async () => {
    const { open, view } = await createDevice(
      [
        recordingRecord(0, { state: "sealed" }),
        recordingRecord(1, { state: "sealed", isCutOff: true }),
        recordingRecord(2, { state: "ended" }),
        recordingRecord(3, { state: "sealed" }),
      ],
      [segmentRecord(0, 0), segmentRecord(1, 0), segmentRecord(2, 0)],
    );
    await open();
    expect(view.saved().map(({ recordingId, kind }) => [recordingId, kind])).toEqual([
      [idOf(0), "finished-meanwhile"],
      [idOf(1), "cut-off"],
    ]);
  });

  test("is not told of one that this page ended itself", async () => {
    const { open, store, view } = await createDevice();
    await open();
    const end = view.recordsHere(idOf(0));
    await store(0, [segmentRecord(0, 0)], recordingRecord(0));
    end();
    await store(0, [], recordingRecord(0, { state: "ended", isCutOff: true }));
    view.wasCutOff(idOf(0));
    await settle();
    expect(view.saved()).toEqual([]);
  });
});

describe("the progress of a PUT", () => {
  test("is shown until the segment's record has gone on", async () => {
    const { open, store, view } = await createDevice([recordingRecord(0)], [segmentRecord(0, 0)]);
    await open();
    const name = { recordingId: idOf(0), sequence: 0 };
    view.progressed(name, 10);
    expect(view.segments(idOf(0))[0]?.status).toEqual({ kind: "uploading", sentBytes: 10 });
    view.progressed(name, 20);
    await store(0, [segmentRecord(0, 0)]);
    expect(view.segments(idOf(0))[0]?.status).toEqual({ kind: "uploading", sentBytes: 20 });
    await store(0, [segmentRecord(0, 0, waitingUntil(NOW_MS + 1))]);
    expect(view.segments(idOf(0))[0]?.status.kind).toBe("waiting");
    await store(0, [segmentRecord(0, 0)]);
    expect(view.segments(idOf(0))[0]?.status.kind).toBe("journaled");
  });

  test("is left alone where the record says more", async () => {
    const { changeCount, open, statuses, view } = await createDevice(
      [recordingRecord(0)],
      [segmentRecord(0, 0, uploaded), segmentRecord(0, 1, verified), segmentRecord(0, 2, stuck)],
    );
    await open();
    const before = changeCount();
    for (const sequence of [0, 1, 2, 3]) view.progressed({ recordingId: idOf(0), sequence }, 10);
    view.progressed({ recordingId: idOf(1), sequence: 0 }, 10);
    expect(statuses()).toEqual(["uploaded", "verified", "stuck"]);
    expect(changeCount()).toBe(before);
  });

  test("that is heard before the segment is read is shown with it", async () => {
    const { open, store, view } = await createDevice([recordingRecord(0)]);
    await open();
    view.progressed({ recordingId: idOf(0), sequence: 0 }, 10);
    await store(0, [segmentRecord(0, 0)]);
    expect(view.segments(idOf(0))[0]?.status).toEqual({ kind: "uploading", sentBytes: 10 });
  });
});

describe("a reading", () => {
  test("that fails says so, and is done again with the next change of any recording", async () => {
    const { failures, makeUnreadable, open, putSegments, statuses, store, view } =
      await createDevice(
        [recordingRecord(0), recordingRecord(1)],
        [segmentRecord(0, 0), segmentRecord(1, 0)],
      );
    await open();
    makeUnreadable(idOf(0));
    await putSegments([segmentRecord(0, 0, verified), segmentRecord(1, 0, uploaded)]);
    view.changed(idOf(0), [0]);
    view.changed(idOf(1), [0]);
    await settle();
    expect(failures).toMatchObject([{ code: "STORAGE_FAILED" }]);
    expect(statuses(0)).toEqual(["journaled"]);
    expect(statuses(1)).toEqual(["uploaded"]);
    makeUnreadable(undefined);
    await store(1, []);
    expect(statuses(0)).toEqual(["verified"]);
  });

  test("at the start that fails for one recording shows the others, and that one later", async () => {
    const { failures, makeUnreadable, open, statuses, store, view } = await createDevice(
      [recordingRecord(0), recordingRecord(1)],
      [segmentRecord(0, 0), segmentRecord(1, 0)],
    );
    makeUnreadable(idOf(0));
    await open();
    expect(failures).toHaveLength(1);
    expect(view.recordings().map(({ recordingId }) => recordingId)).toEqual([idOf(1)]);
    makeUnreadable(undefined);
    await store(1, []);
    expect(statuses(0)).toEqual(["journaled"]);
  });

  test("at the start rejects where nothing can be read", async () => {
    const { makeUnreadable, open } = await createDevice();
    makeUnreadable("all");
    await expect(open()).rejects.toMatchObject({ code: "STORAGE_FAILED" });
  });

  test("is done once more for what changes meanwhile", async () => {
    const { hold, open, putSegments, reads, statuses, view } = await createDevice(
      [recordingRecord(0)],
      [segmentRecord(0, 0), segmentRecord(0, 1)],
    );
    await open();
    reads.length = 0;
    const release = hold();
    view.changed(idOf(0), [0]);
    await settle();
    await putSegments([segmentRecord(0, 0, verified), segmentRecord(0, 1, uploaded)]);
    view.changed(idOf(0), [0]);
    view.changed(idOf(0), [1]);
    await release();
    expect(statuses()).toEqual(["verified", "uploaded"]);
    expect(reads).toEqual(["0", "0 1"]);
  });

  test("that began early does not undo what a later one has seen", async () => {
    const { hold, open, putSegments, statuses, view } = await createDevice(
      [recordingRecord(0)],
      [segmentRecord(0, 0)],
    );
    const release = hold();
    const opened = open();
    await settle();
    await putSegments([segmentRecord(0, 0, verified)]);
    view.changed(idOf(0), [0]);
    await release();
    await opened;
    await settle();
    expect(statuses()).toEqual(["verified"]);
  });

  test("of a recording that is new here takes all of it: a message may have been missed", async () => {
    const { open, putSegments, statuses, store } = await createDevice();
    await open();
    await putSegments([segmentRecord(0, 0, verified), segmentRecord(0, 1)]);
    await store(0, [segmentRecord(0, 2)], recordingRecord(0));
    expect(statuses()).toEqual(["verified", "journaled", "journaled"]);
  });
});

describe("what closing the page would cost", () => {
  const ended = { state: "ended" } as const;
  const inMemory = { storage: "memory" } as const;
  const sealStuck = { state: { kind: "stuck", code: "RECORDING_ALTERED" } } as const;

  test.each<[string, readonly RecordingRecord[], readonly SegmentRecord[], Safety]>([
    ["nothing is there", [], [], "in-bucket"],
    [
      "all is sealed",
      [recordingRecord(0, { state: "sealed" })],
      [segmentRecord(0, 0)],
      "in-bucket",
    ],
    [
      "one is on its way",
      [recordingRecord(0, { state: "sealed" }), recordingRecord(1)],
      [segmentRecord(0, 0), segmentRecord(1, 0)],
      "on-device",
    ],
    [
      "one is verified and not sealed",
      [recordingRecord(0, ended)],
      [segmentRecord(0, 0, verified)],
      "on-device",
    ],
    [
      "one of two is in memory",
      [recordingRecord(0), recordingRecord(1, inMemory)],
      [segmentRecord(0, 0), segmentRecord(1, 0)],
      "in-memory",
    ],
    [
      "one was sealed from memory",
      [recordingRecord(0, { ...inMemory, state: "sealed" })],
      [segmentRecord(0, 0)],
      "in-bucket",
    ],
    [
      "a segment of one of two is stuck",
      [recordingRecord(0, ended), recordingRecord(1)],
      [segmentRecord(0, 0, stuck), segmentRecord(1, 0)],
      "stuck",
    ],
    [
      "the manifest of one of two is stuck",
      [recordingRecord(0, sealStuck), recordingRecord(1)],
      [segmentRecord(0, 0, verified), segmentRecord(1, 0)],
      "stuck",
    ],
    [
      "a segment waits",
      [recordingRecord(0, ended)],
      [segmentRecord(0, 0, waitingUntil(NOW_MS + 1))],
      "on-device",
    ],
    ["one ended without sound", [recordingRecord(0, ended)], [], "in-bucket"],
    ["this page's memory has just begun one", [recordingRecord(0, inMemory)], [], "in-bucket"],
    ["one was cut off within its first segment", [recordingRecord(0)], [], "on-device"],
  ])("is right when %s", async (_what, recordings, segments, safety) => {
    const { open, view } = await createDevice(recordings, segments);
    await open();
    expect(view.safety(true)).toBe(safety);
    // The device counts only where it is known to last; memory and bucket are what they are.
    const isOnDevice = safety === "on-device" || safety === "stuck";
    expect(view.safety(false)).toBe(isOnDevice ? "may-be-forgotten" : safety);
    if (segments.length === 0) expect(view.recordings()).toEqual([]);
  });
});
