import { makeRecordingId, type RecordingId } from "@tapedeck/core/ids";
import { describe, expect, test } from "vitest";
import { createScriptedApi, type ScriptedApi } from "./testing/scripted-api.ts";
import { settle } from "./testing/settle.ts";
import { createVirtualEnvironment } from "./testing/virtual-environment.ts";
import { createUploader } from "./uploader.ts";
import type { RecordedSegment } from "./worker-protocol.ts";

const FIRST = makeRecordingId(1_795_392_000_000_000, new Uint8Array(6));
const SECOND = makeRecordingId(1_795_392_060_000_000, new Uint8Array(6));

const segment = (sequence: number, recordingId: RecordingId = FIRST): RecordedSegment => ({
  recordingId,
  sequence,
  startSample: sequence * 96_000,
  sampleCount: 96_000,
  bytes: Uint8Array.of(sequence),
  sha256: `sha-${sequence}`,
});

function setUp(api: ScriptedApi = createScriptedApi({ answers: "at-once" })) {
  const environment = createVirtualEnvironment();
  let changeCount = 0;
  const uploader = createUploader({
    api,
    environment,
    onChange: () => {
      changeCount += 1;
    },
  });
  return {
    api,
    environment,
    puts: environment.puts,
    uploader,
    changeCount: () => changeCount,
    add: async (...segments: RecordedSegment[]) => {
      for (const each of segments) uploader.add(each);
      await settle();
    },
    /** Oldest first. */
    statuses: () =>
      uploader
        .segments()
        .map(({ status }) => status)
        .reverse(),
    kinds: () =>
      uploader
        .segments()
        .map(({ status }) => status.kind)
        .reverse(),
  };
}

const range = (count: number) => Array.from({ length: count }, (_, index) => index);

describe("the uploader's way with a healthy server", () => {
  test("sends the bytes under their grant, and lists the newest segment first", async () => {
    const { add, puts, uploader } = setUp();
    await add(segment(0), segment(1));
    expect(puts.map(({ bytes, grant }) => [...bytes, grant.key])).toEqual([
      [0, `${FIRST}_000000.webm`],
      [1, `${FIRST}_000001.webm`],
    ]);
    expect(uploader.segments().map(({ sequence }) => sequence)).toEqual([1, 0]);
  });

  test("asks for a grant with what will be signed", async () => {
    const { add, api } = setUp();
    await add(segment(3));
    expect(api.presigns[0]?.input).toEqual({
      recordingId: FIRST,
      segments: [
        { sequence: 3, sizeBytes: 1, sha256: "sha-3", startSample: 288_000, sampleCount: 96_000 },
      ],
    });
  });

  test("tells each step", async () => {
    const { add, puts, statuses, changeCount } = setUp();
    await add(segment(0));
    expect(statuses()).toEqual([{ kind: "uploading", sentBytes: 0 }]);
    const before = changeCount();
    puts[0]?.progress(1);
    expect(statuses()).toEqual([{ kind: "uploading", sentBytes: 1 }]);
    expect(changeCount()).toBe(before + 1);
    await puts[0]?.store();
    expect(statuses()).toEqual([{ kind: "uploaded" }]);
  });

  test("never has more than four PUTs at once, and starts them oldest first", async () => {
    const { add, environment, puts, kinds } = setUp();
    await add(...range(20).map((sequence) => segment(sequence)));
    // Answered from the middle, so that a free place is never just the next in line.
    while (puts.length < 20) await puts[puts.length - 2]?.store().then(() => settle());
    expect(environment.mostPutsAtOnce()).toBe(4);
    expect(puts.map(({ bytes }) => bytes[0])).toEqual(range(20));
    expect(kinds().filter((kind) => kind === "uploading").length).toBeLessThanOrEqual(4);
  });

  test("asks for at most 100 grants at a time, and for one recording at a time", async () => {
    const { add, api } = setUp(createScriptedApi());
    await add(...range(150).map((sequence) => segment(sequence)), segment(0, SECOND));
    // The first call went out with the first segment, before there were more.
    for (let call = 0; call < 4; call++) await api.presigns[call]?.grant();
    expect(api.presigns.map(({ sequences }) => sequences.length)).toEqual([1, 100, 49, 1]);
    expect(api.presigns.map(({ input }) => input.recordingId)).toEqual([
      FIRST,
      FIRST,
      FIRST,
      SECOND,
    ]);
  });
});

describe("the uploader in trouble", () => {
  test("tries a lost PUT again under the same grant after a growing wait", async () => {
    const { add, api, environment, puts, statuses } = setUp();
    await add(segment(0));
    await puts[0]?.fail("CONNECTION_LOST");
    expect(statuses()).toEqual([
      { kind: "waiting", code: "CONNECTION_LOST", retryAtMs: environment.nowMs() + 500 },
    ]);
    await environment.advance(499);
    expect(puts).toHaveLength(1);
    await environment.advance(1);
    await puts[1]?.fail("SERVICE_UNAVAILABLE");
    await environment.advance(1000);
    await puts[2]?.store();
    expect(statuses()).toEqual([{ kind: "uploaded" }]);
    expect(api.presigns).toHaveLength(1);
  });

  test.each(["GRANT_EXPIRED", "UPLOAD_REFUSED", "CHECKSUM_MISMATCH"] as const)(
    "asks for a new grant after %s",
    async (code) => {
      const { add, api, environment, puts, kinds } = setUp();
      await add(segment(0));
      await puts[0]?.fail(code);
      await environment.advance(0);
      expect(api.presigns).toHaveLength(2);
      await puts[1]?.store();
      expect(kinds()).toEqual(["uploaded"]);
    },
  );

  test("does not use a grant that grew old while waiting", async () => {
    const { add, api, environment, puts } = setUp();
    await add(...range(5).map((sequence) => segment(sequence)));
    await environment.advance(270_000);
    await puts[0]?.store();
    expect(api.presigns.map(({ sequences }) => sequences)).toEqual([[0], [1, 2, 3, 4], [4]]);
    expect(puts).toHaveLength(5);
  });

  test("gives up after five refused grants, and starts afresh when asked", async () => {
    const { add, environment, puts, statuses, kinds, uploader } = setUp();
    await add(segment(0), segment(1));
    await puts[1]?.store();
    for (const attempt of [0, 2, 3, 4, 5]) {
      await puts[attempt]?.fail("UPLOAD_REFUSED");
      await environment.advance(60_000);
    }
    expect(statuses()[0]).toEqual({ kind: "failed", code: "UPLOAD_REFUSED" });
    expect(puts).toHaveLength(6);

    uploader.retry({ recordingId: FIRST, sequence: 1 });
    expect(kinds()).toEqual(["failed", "uploaded"]);
    uploader.retry({ recordingId: FIRST, sequence: 0 });
    await settle();
    await puts[6]?.fail("UPLOAD_REFUSED");
    expect(kinds()[0]).toBe("waiting");
  });

  test("gives up at once on what only a person can mend, and retryAll starts all again", async () => {
    const { add, api, kinds, uploader } = setUp(createScriptedApi());
    await add(segment(0));
    await api.presigns[0]?.fail("NOT_SIGNED_IN");
    await add(segment(1));
    await api.presigns[1]?.fail("NOT_SIGNED_IN");
    expect(kinds()).toEqual(["failed", "failed"]);
    uploader.retryAll();
    await settle();
    expect(api.presigns[2]?.sequences).toEqual([0, 1]);
  });

  test("retry() cuts a wait short", async () => {
    const { add, environment, puts, uploader } = setUp();
    await add(segment(0));
    await puts[0]?.fail("TIMEOUT");
    uploader.retry({ recordingId: FIRST, sequence: 0 });
    await settle();
    expect(puts).toHaveLength(2);
    expect(environment.timerCount()).toBe(0);
  });

  test("a failed call for grants lets the other segments share the next one", async () => {
    const { add, api, environment } = setUp(createScriptedApi());
    await add(...range(4).map((sequence) => segment(sequence)));
    await api.presigns[0]?.grant();
    await api.presigns[1]?.fail("THROTTLED", { retryAfterMs: 5000 });
    await environment.advance(4999);
    expect(api.presigns).toHaveLength(2);
    await environment.advance(1);
    await api.presigns[2]?.grant();
    await api.presigns[3]?.grant();
    expect(api.presigns.slice(2).flatMap(({ sequences }) => sequences)).toEqual([1, 2, 3]);
  });

  test("does not mix up grants when the server sends too few", async () => {
    const { add, api, puts, statuses } = setUp(createScriptedApi());
    await add(segment(0));
    await api.presigns[0]?.grant(0);
    expect(puts).toHaveLength(0);
    expect(statuses()).toMatchObject([{ kind: "waiting", code: "INTERNAL" }]);
  });

  test("an object that is already there is ours: its answer was lost", async () => {
    const { add, puts, kinds } = setUp();
    await add(segment(0));
    await puts[0]?.fail("OBJECT_EXISTS");
    expect(kinds()).toEqual(["uploaded"]);
  });
});

describe("the uploader without a network", () => {
  test("waits without spending attempts, and goes on the moment the network is back", async () => {
    const { add, environment, puts, statuses } = setUp();
    await add(segment(0));
    await environment.setOnline(false);
    await puts[0]?.fail("CONNECTION_LOST");
    await add(segment(1));
    const waiting = { kind: "waiting", code: "OFFLINE", retryAtMs: environment.nowMs() + 30_000 };
    expect(statuses()).toEqual([waiting, waiting]);
    // Many probes that fail: far more than the attempts there are.
    for (let probe = 1; probe <= 20; probe++) {
      await environment.advance(30_000);
      for (const put of puts.slice(-2)) await put.fail("CONNECTION_LOST");
    }
    expect(statuses().map(({ kind }) => kind)).toEqual(["waiting", "waiting"]);
    const before = puts.length;
    await environment.setOnline(true);
    expect(puts.length).toBe(before + 2);
    await puts.at(-2)?.store();
    await puts.at(-1)?.store();
    expect(statuses()).toEqual([{ kind: "uploaded" }, { kind: "uploaded" }]);
  });

  test("goes on where the browser only believed to be online", async () => {
    const { add, environment, puts } = setUp();
    await add(segment(0));
    await puts[0]?.fail("CONNECTION_LOST");
    await environment.setOnline(true);
    expect(puts).toHaveLength(2);
  });
});

describe("an uploader that is disposed of", () => {
  test("aborts what is under way, sets no timer and does nothing any more", async () => {
    const { add, environment, puts, uploader, changeCount } = setUp();
    await add(segment(0), segment(1));
    await puts[1]?.fail("TIMEOUT");
    uploader.dispose();
    const before = changeCount();
    expect(puts[0]?.signal.aborted).toBe(true);
    await puts[0]?.fail("CONNECTION_LOST");
    await environment.setOnline(true);
    await environment.advance(600_000);
    expect(puts).toHaveLength(2);
    expect(environment.timerCount()).toBe(0);
    expect(changeCount()).toBe(before);
  });
});
