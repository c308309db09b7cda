import { describe, expect, test } from "vitest";
import type { Gap } from "@tapedeck/core/contract";
import type { ErrorCode } from "@tapedeck/core/error-codes";
import { missingMs } from "@tapedeck/core/gaps";
import { makeRecordingId } from "@tapedeck/core/ids";
import type { ServerTime } from "@tapedeck/core/upload/unsure-gaps";
import { settle } from "../testing/settle.ts";
import { createUploading, stuck, waiting } from "../testing/uploading.ts";

const ANOTHER = makeRecordingId(1_795_392_001_000_000, new Uint8Array(6));

describe("what the server finds", () => {
  async function sent() {
    const all = createUploading({ answers: "when-told" });
    await all.record({ segmentCount: 1 });
    await all.api.presigns[0]?.answer();
    await all.storeAll();
    return all;
  }

  test("missing: sent again from the journal, ever less often", async () => {
    const { api, environment, statuses, storeAll } = await sent();
    await api.verifies[0]?.say("missing");
    expect(statuses()).toEqual([waiting("BUCKET_BLOCKED")]);
    await environment.advance(500);
    await api.presigns[1]?.answer();
    expect(environment.puts).toHaveLength(2);
    await storeAll();
    await api.verifies[1]?.say("missing");
    await environment.advance(999);
    expect(api.presigns).toHaveLength(2);
    await environment.advance(1);
    expect(api.presigns).toHaveLength(3);
  });

  test("something else: stuck, and the device keeps its copy", async () => {
    const { api, fileNames, statuses } = await sent();
    await api.verifies[0]?.say("mismatch");
    expect(statuses()).toEqual([stuck("OBJECT_EXISTS")]);
    expect(await fileNames()).toHaveLength(1);
  });

  test("gone from the device, it asks the server before it says so", async () => {
    const { api, environment, record, statuses } = createUploading({ answers: "when-told" });
    await record({ segmentCount: 2 });
    const files = environment.storage.files("opfs");
    for (const name of await files.list()) await files.remove(name);
    await api.presigns[0]?.answer();
    expect(environment.puts).toHaveLength(0);
    expect(api.verifies).toHaveLength(1);
    await api.verifies[0]?.say("missing");
    expect(statuses()).toEqual([waiting("SEGMENT_MISSING"), waiting("SEGMENT_MISSING")]);
  });

  test("gone from the device and missing in the bucket, it is asked for until it is found", async () => {
    const { api, environment, record, statuses } = createUploading({ answers: "when-told" });
    await record({ segmentCount: 1 });
    const files = environment.storage.files("opfs");
    for (const name of await files.list()) await files.remove(name);
    for (const waitMs of [0, 500, 1000, 2000]) {
      await environment.advance(waitMs);
      await api.presigns.at(-1)?.answer();
      await api.verifies.at(-1)?.say("missing");
      expect(statuses()).toEqual([waiting("SEGMENT_MISSING")]);
    }
    await environment.advance(4000);
    await api.presigns.at(-1)?.answer();
    await api.verifies.at(-1)?.say("verified");
    expect(statuses()).toEqual(["verified"]);
    expect(environment.puts).toHaveLength(0);
  });

  test("a store that gives no checksum: it waits, is asked again, and the device keeps its copy", async () => {
    const { api, environment, fileNames, statuses } = await sent();
    await api.verifies[0]?.say("mismatch", "absent");
    expect(statuses()).toEqual([waiting("CHECKSUM_ABSENT")]);
    await environment.advance(3_600_000);
    expect(await fileNames()).toHaveLength(1);
    expect(environment.puts).toHaveLength(1);
    expect(api.verifies.length).toBeGreaterThan(1);
    await api.verifies.at(-1)?.say("verified");
    expect(statuses()).toEqual(["verified"]);
    expect(await fileNames()).toEqual([]);
  });
});

describe("a gap that may be none, because the clock may have been set", () => {
  const hourMs = 3_600_000;
  const gaps: Gap[] = [
    { startSample: 0, durationMs: 250, reason: "lost" },
    { startSample: 960, durationMs: hourMs, reason: "interrupted" },
  ];

  async function sealedWith(times: readonly ServerTime[]) {
    const all = createUploading({ answers: "when-told" });
    await all.record({
      segmentCount: 1,
      gaps,
      unsure: { offsetMs: 100, errorMs: 500, gaps: gaps.slice(1) },
    });
    await all.api.presigns[0]?.answer();
    await all.storeAll();
    for (const time of times) await all.api.tellServerTime(time);
    const [record] = await all.environment.storage.records.recordings("ada");
    await all.api.verifies[0]?.say("verified");
    return { record, named: all.api.seals[0]?.input.gaps };
  }

  test("is named while no answer told the time", async () => {
    expect((await sealedWith([])).named).toEqual(gaps);
  });

  test("is dropped where the clock was set, on the device as well", async () => {
    const { named, record } = await sealedWith([
      { offsetMs: 800 - hourMs, errorMs: 500, toldAtMs: 0 },
    ]);
    expect(named).toEqual(gaps.slice(0, 1));
    expect(record).toMatchObject({ gaps: gaps.slice(0, 1), unsure: undefined });
  });

  test("is named where it was not, whatever is done to the clock later", async () => {
    const { named } = await sealedWith([
      { offsetMs: 0, errorMs: 500, toldAtMs: 0 },
      { offsetMs: -hourMs, errorMs: 500, toldAtMs: 0 },
    ]);
    expect(named).toEqual(gaps);
  });
});

describe("when sealing fails", () => {
  async function sealing() {
    const all = createUploading({ answers: "when-told" });
    await all.record({ segmentCount: 1 });
    await all.api.presigns[0]?.answer();
    await all.storeAll();
    await all.api.verifies[0]?.say("verified");
    return all;
  }
  const stateOf = ({ view }: Pick<ReturnType<typeof createUploading>, "view">) =>
    view.recordings()[0]?.state;

  test("it is tried again, with the waits of everything else", async () => {
    const all = await sealing();
    await all.api.seals[0]?.fail("SERVICE_UNAVAILABLE");
    expect(stateOf(all)).toMatchObject({ kind: "waiting", code: "SERVICE_UNAVAILABLE" });
    await all.environment.advance(500);
    await all.api.seals[1]?.fail("SERVICE_UNAVAILABLE");
    await all.environment.advance(999);
    expect(all.api.seals).toHaveLength(2);
    await all.environment.advance(1);
    await all.api.seals[2]?.answer();
    expect(stateOf(all)).toBe("sealed");
  });

  test("segments that are missing for the moment are no end of it", async () => {
    const all = await sealing();
    await all.api.seals[0]?.fail("RECORDING_INCOMPLETE");
    expect(stateOf(all)).toMatchObject({ kind: "waiting", code: "RECORDING_INCOMPLETE" });
    await all.environment.advance(500);
    await all.api.seals[1]?.answer();
    expect(stateOf(all)).toBe("sealed");
  });

  test("the manifest of another recording is no answer: nothing is forgotten", async () => {
    const all = await sealing();
    await all.api.seals[0]?.answerFor(ANOTHER);
    expect(stateOf(all)).toMatchObject({ kind: "waiting", code: "INTERNAL" });
    expect(await all.environment.storage.records.recordings("ada")).toHaveLength(1);
    await all.environment.advance(500);
    await all.api.seals[1]?.answer();
    expect(stateOf(all)).toBe("sealed");
  });

  test("because the server is of the release before and takes fewer gaps, those near each other become one", async () => {
    const all = createUploading({ answers: "when-told" });
    const gaps = Array.from({ length: 4000 }, (_, index): Gap => {
      return { startSample: index * 960, durationMs: 20, reason: "lost" };
    });
    await all.record({ segmentCount: 1, gaps });
    await all.api.presigns[0]?.answer();
    await all.storeAll();
    await all.api.verifies[0]?.say("verified");
    expect(all.api.seals[0]?.input.gaps).toEqual(gaps);
    await all.api.seals[0]?.fail("INPUT_INVALID");
    expect(all.api.seals[1]?.input.gaps).toHaveLength(1000);
    expect(missingMs(all.api.seals[1]?.input.gaps ?? [])).toBe(80_000);
    await all.api.seals[1]?.answer();
    expect(stateOf(all)).toBe("sealed");
  });

  test.each<ErrorCode>(["RECORDING_ALTERED", "RECORDING_SEALED", "MANIFEST_INVALID"])(
    "%s is for a person, survives a reload, and can be tried again",
    async (code) => {
      const all = await sealing();
      await all.api.seals[0]?.fail(code);
      expect(stateOf(all)).toEqual({ kind: "stuck", code });
      const [record] = await all.environment.storage.records.recordings("ada");
      expect(record?.state).toEqual({ kind: "stuck", code });
      await all.environment.advance(3_600_000);
      expect(all.api.seals).toHaveLength(1);
      all.uploader.retry();
      await settle();
      await all.api.seals[1]?.answer();
      expect(stateOf(all)).toBe("sealed");
    },
  );

  test("INPUT_INVALID is final where an older server is not to blame", async () => {
    const all = await sealing();
    await all.api.seals[0]?.fail("INPUT_INVALID");
    await all.api.seals[1]?.fail("INPUT_INVALID");
    expect(all.api.seals).toHaveLength(2);
    expect(stateOf(all)).toEqual({ kind: "stuck", code: "INPUT_INVALID" });
  });
});
