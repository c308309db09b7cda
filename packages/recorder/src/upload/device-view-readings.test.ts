import { describe, expect, test } from "vitest";
import { idOf, recordingRecord, segmentRecord } from "../../../core/src/testing/upload-records.ts";
import { settle } from "../testing/settle.ts";
import { createDevice, uploaded, verified } from "../testing/viewed-device.ts";

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
