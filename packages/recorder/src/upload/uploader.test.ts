import { describe, expect, test } from "vitest";
import type { ErrorCode } from "@tapedeck/core/error-codes";
import { segmentsDigest } from "@tapedeck/core/segments-digest";
import { createUploading, waiting } from "../testing/uploading.ts";
import { idOf } from "../testing/recording-ids.ts";
import { settle } from "../testing/settle.ts";

describe("a recording", () => {
  test("is sent in order, four at a time, verified in one call, sealed, and only then forgotten", async () => {
    const { api, environment, fileNames, record, statuses, storeAll } = createUploading({
      answers: "when-told",
    });
    const { recording, segments } = await record({ segmentCount: 6 });
    expect(api.presigns.map(({ sequences }) => sequences)).toEqual([[0, 1, 2, 3, 4, 5]]);
    await api.presigns[0]?.answer();
    expect(environment.puts.map(({ grant }) => grant.key.slice(-8))).toEqual([
      "000.webm",
      "001.webm",
      "002.webm",
      "003.webm",
    ]);
    await storeAll();
    expect(environment.mostPutsAtOnce()).toBe(4);
    expect(statuses()).toEqual(Array.from({ length: 6 }, () => "uploaded"));
    expect(await fileNames()).toHaveLength(6);
    expect(api.verifies.map(({ sequences }) => sequences)).toEqual([[0, 1, 2, 3, 4, 5]]);
    await api.verifies[0]?.say("verified");
    expect(await fileNames()).toEqual([]);
    expect(await environment.storage.records.recordings("ada")).toHaveLength(1);
    expect(api.seals.map(({ input }) => input)).toEqual([
      {
        recordingId: recording.recordingId,
        segmentCount: 6,
        digest: await segmentsDigest(segments, (bytes) => environment.sha256(bytes)),
        gaps: [],
      },
    ]);
    await api.seals[0]?.answer();
    expect(await environment.storage.records.recordings("ada")).toEqual([]);
    expect(await environment.storage.records.segments(recording.recordingId)).toEqual([]);
  });

  test("without any sound leaves nothing behind, in the bucket either", async () => {
    const { api, environment, record } = createUploading({ answers: "at-once" });
    await record({ segmentCount: 0 });
    await settle();
    expect(await environment.storage.records.recordings("ada")).toEqual([]);
    expect(api.seals).toHaveLength(0);
  });

  test("the older of two goes first", async () => {
    const { api, environment, record, storeAll } = createUploading({ answers: "at-once" });
    await environment.setOnline(false);
    await record({ segmentCount: 3 });
    await record({ segmentCount: 3 });
    await storeAll();
    expect(environment.puts.map(({ grant }) => grant.key)).toEqual(
      environment.puts.map(({ grant }) => grant.key).toSorted(),
    );
    expect(api.seals).toHaveLength(2);
  });
});

describe("when a PUT fails", () => {
  /** One segment whose first PUT failed. */
  async function failedPut(code: ErrorCode, details = {}) {
    const all = createUploading({ answers: "at-once" });
    await all.record({ segmentCount: 1 });
    await all.environment.puts[0]?.fail(code, details);
    return all;
  }

  test.each<[ErrorCode, number]>([
    ["CONNECTION_LOST", 500],
    ["TIMEOUT", 500],
    ["SERVICE_UNAVAILABLE", 500],
    ["THROTTLED", 500],
    ["GRANT_EXPIRED", 0],
  ])("%s is tried again with a grant of its own after at most %d ms", async (code, inMs) => {
    const { api, environment, statuses, storeAll } = await failedPut(code);
    await environment.advance(inMs);
    expect(environment.puts).toHaveLength(2);
    expect(api.presigns).toHaveLength(2);
    await storeAll();
    expect(statuses()).toEqual(["verified"]);
  });

  test("waits twice as long each time, a minute at most, and never gives up", async () => {
    const { environment, statuses } = await failedPut("SERVICE_UNAVAILABLE");
    for (const waitMs of [500, 1000, 2000, 4000, 8000, 16_000, 32_000, 60_000, 60_000]) {
      const putCount = environment.puts.length;
      expect(statuses()).toEqual([waiting("SERVICE_UNAVAILABLE")]);
      await environment.advance(waitMs - 1);
      expect(environment.puts).toHaveLength(putCount);
      await environment.advance(1);
      expect(environment.puts).toHaveLength(putCount + 1);
      await environment.puts.at(-1)?.fail("SERVICE_UNAVAILABLE");
    }
  });

  test("a Retry-After is obeyed, by the return of the network too", async () => {
    const { environment, uploader } = await failedPut("THROTTLED", { retryAfterMs: 90_000 });
    uploader.wake("network");
    await environment.advance(89_999);
    expect(environment.puts).toHaveLength(1);
    await environment.advance(1);
    expect(environment.puts).toHaveLength(2);
  });

  test("the return of the network ends the wait for it", async () => {
    const { environment, uploader } = await failedPut("CONNECTION_LOST");
    uploader.wake("network");
    await settle();
    expect(environment.puts).toHaveLength(2);
  });

  test("something stored there already is asked about, not sent again", async () => {
    const { api, environment, statuses } = await failedPut("OBJECT_EXISTS");
    expect(api.verifies).toHaveLength(1);
    expect(environment.puts).toHaveLength(1);
    expect(statuses()).toEqual(["verified"]);
  });

  test.each<ErrorCode>(["CHECKSUM_MISMATCH", "UPLOAD_REFUSED"])(
    "%s: the bytes are read and hashed anew at once, then ever less often, and it is never stuck",
    async (code) => {
      const { environment, fileNames, statuses, storeAll } = await failedPut(code);
      await environment.advance(0);
      expect(environment.puts).toHaveLength(2);
      for (const waitMs of [1000, 2000, 4000, 8000, 16_000, 32_000, 60_000, 60_000]) {
        const putCount = environment.puts.length;
        await environment.puts.at(-1)?.fail(code);
        expect(statuses()).toEqual([waiting(code)]);
        await environment.advance(waitMs - 1);
        expect(environment.puts).toHaveLength(putCount);
        await environment.advance(1);
        expect(environment.puts).toHaveLength(putCount + 1);
      }
      expect(await fileNames()).toHaveLength(1);
      await environment.puts.at(-1)?.store();
      await storeAll();
      expect(statuses()).toEqual(["verified"]);
    },
  );

  test("a damaged record is mended by hashing anew: the grant then names the true bytes", async () => {
    const { api, environment, uploader } = createUploading({ answers: "at-once" });
    const made = createUploading({ answers: "when-told" });
    const { recording, segments } = await made.record({ segmentCount: 1 });
    const madeFiles = made.environment.storage.files("opfs");
    for (const name of await madeFiles.list()) {
      const file = await environment.storage.files("opfs").create(name);
      file.append((await madeFiles.read(name)) ?? new Uint8Array());
    }
    const wrong = segments.map((segment) => ({ ...segment, sha256: "wrong" }));
    uploader.take(recording, wrong);
    await settle();
    expect(api.presigns[0]?.input.segments[0]?.sha256).toBe("wrong");
    await environment.puts[0]?.fail("CHECKSUM_MISMATCH");
    await environment.advance(0);
    expect(api.presigns[1]?.input.segments[0]?.sha256).toBe(segments[0]?.sha256);
  });
});

describe("when the API fails", () => {
  test("offline costs no attempt: the first failure afterwards waits as a first one", async () => {
    const { api, environment, record, statuses } = createUploading({ answers: "when-told" });
    await record({ segmentCount: 1 });
    await environment.setOnline(false);
    for (let probe = 0; probe < 10; probe++) {
      await api.presigns[probe]?.fail("CONNECTION_LOST");
      expect(statuses()).toEqual([waiting("OFFLINE")]);
      await environment.advance(30_000);
    }
    await environment.setOnline(true);
    await api.presigns[10]?.fail("SERVICE_UNAVAILABLE");
    await environment.advance(500);
    expect(api.presigns).toHaveLength(12);
  });

  test("without a session it waits for one, and goes on when there is one", async () => {
    const { api, record, statuses, uploader } = createUploading({ answers: "when-told" });
    await record({ segmentCount: 2 });
    await api.presigns[0]?.fail("NOT_SIGNED_IN");
    expect(statuses()).toEqual([waiting("NOT_SIGNED_IN"), waiting("NOT_SIGNED_IN")]);
    uploader.wake("network");
    expect(api.presigns).toHaveLength(1);
    uploader.wake("signed-in");
    expect(api.presigns).toHaveLength(2);
  });

  test("one dice for a batch: what failed together is asked for together", async () => {
    const { api, environment, record } = createUploading({ answers: "when-told" });
    await record({ segmentCount: 5 });
    await api.presigns[0]?.fail("SERVICE_UNAVAILABLE");
    await environment.advance(500);
    expect(api.presigns.map(({ sequences }) => sequences.length)).toEqual([5, 5]);
  });

  test("a verify that fails is asked again, and nothing is sent twice", async () => {
    const { api, environment, fileNames, record, storeAll } = createUploading({
      answers: "when-told",
    });
    await record({ segmentCount: 1 });
    await api.presigns[0]?.answer();
    await storeAll();
    await api.verifies[0]?.fail("SERVICE_UNAVAILABLE");
    expect(await fileNames()).toHaveLength(1);
    await environment.advance(500);
    await api.verifies[1]?.say("verified");
    expect(await fileNames()).toEqual([]);
    expect(environment.puts).toHaveLength(1);
  });

  test("an answer that is short of a grant or a verdict is an error, not a success", async () => {
    const { api, record, statuses, storeAll } = createUploading({ answers: "when-told" });
    await record({ segmentCount: 2 });
    await api.presigns[0]?.answer(1);
    expect(statuses()).toEqual([waiting("INTERNAL"), waiting("INTERNAL")]);
    const other = createUploading({ answers: "when-told" });
    await other.record({ segmentCount: 2 });
    await other.api.presigns[0]?.answer();
    await other.storeAll();
    await other.api.verifies[0]?.answer(1);
    expect(other.statuses()).toEqual(["verified", waiting("INTERNAL")]);
    await storeAll();
  });
});

test("a grant is not used in its last half minute, by this device's clock", async () => {
  const { api, environment, record } = createUploading({ answers: "when-told" });
  await record({ segmentCount: 6 });
  await api.presigns[0]?.answer();
  await environment.advance(270_000);
  await environment.puts[0]?.store();
  expect(environment.puts).toHaveLength(4);
  expect(api.presigns.map(({ sequences }) => sequences)).toEqual([
    [0, 1, 2, 3, 4, 5],
    [4, 5],
  ]);
});

test("a PUT that moves tells how far it is four times a second, and no more often", async () => {
  const { api, environment, record, view } = createUploading({ answers: "when-told" });
  await record({ segmentCount: 1 });
  await api.presigns[0]?.answer();
  const [put] = environment.puts;
  const shown = () => view.segments(idOf(0))[0]?.status;
  put?.progress(10);
  expect(shown()).toEqual({ kind: "uploading", sentBytes: 0 });
  await environment.advance(250);
  put?.progress(20);
  put?.progress(30);
  expect(shown()).toEqual({ kind: "uploading", sentBytes: 20 });
});

test("disposed, it starts nothing and believes nothing any more", async () => {
  const { api, environment, record, statuses, uploader } = createUploading({
    answers: "when-told",
  });
  await record({ segmentCount: 6 });
  await api.presigns[0]?.answer();
  await uploader.dispose();
  expect(environment.puts.every(({ signal }) => signal.aborted)).toBe(true);
  await environment.puts[0]?.store();
  expect(statuses()[0]).toBe("uploading");
  expect(environment.timerCount()).toBe(0);
});
