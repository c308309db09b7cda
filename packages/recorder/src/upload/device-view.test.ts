import { describe, expect, test } from "vitest";
import { idOf, recordingRecord, segmentRecord } from "../../../core/src/testing/upload-records.ts";
import { settle } from "../testing/settle.ts";
import {
  createDevice,
  NOW_MS,
  stuck,
  uploaded,
  verified,
  waitingUntil,
} from "../testing/viewed-device.ts";

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

  test("shows all segments of a recording that has ended, although no message named the last one", async () => {
    const { open, putSegments, store, view } = await createDevice([recordingRecord(0)]);
    await open();
    await putSegments([segmentRecord(0, 0)]);
    await store(0, [], recordingRecord(0, { state: "ended" }));
    expect(view.recordings()).toMatchObject([{ segmentCount: 1, state: "ended" }]);
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
