// Refusals on the way to the bucket: what the API is told of them, and what became of those that an
// earlier page took for final. Every single refusal: packages/web/src/api/refusals.test.ts.
import { describe, expect, test } from "vitest";
import type { ErrorCode } from "@tapedeck/core/error-codes";
import { createUploading, stuck, waiting } from "../testing/uploading.ts";
import { settle } from "../testing/settle.ts";

const MINUTE_MS = 60_000;
const REFUSED = { status: 403, s3Code: "AccessDenied" };

describe("how the bucket refuses", () => {
  async function refused(answers: "at-once" | "when-told" = "at-once") {
    const all = createUploading({ answers });
    await all.record({ segmentCount: 1 });
    if (answers === "when-told") await all.api.presigns[0]?.answer();
    await all.environment.puts[0]?.fail("UPLOAD_REFUSED", REFUSED);
    await all.environment.advance(0);
    return all;
  }
  const reportsOf = ({ api }: Awaited<ReturnType<typeof refused>>) =>
    api.presigns.map(({ input }) => input.refused);

  test("is told the API with the next grant that is asked for, and then once a minute", async () => {
    const all = await refused();
    expect(reportsOf(all)).toEqual([undefined, { status: 403, code: "AccessDenied" }]);
    const { environment } = all;
    while (environment.nowMs() < 1_795_392_000_000 + 4 * MINUTE_MS) {
      await environment.puts.at(-1)?.fail("UPLOAD_REFUSED", REFUSED);
      await environment.advance(1000);
    }
    expect(all.api.presigns.length).toBeGreaterThan(6);
    expect(reportsOf(all).filter((report) => report !== undefined)).toHaveLength(4);
  });

  test("is told again when the call that told it failed", async () => {
    const all = await refused("when-told");
    await all.api.presigns[1]?.fail("SERVICE_UNAVAILABLE");
    await all.environment.advance(MINUTE_MS);
    expect(reportsOf(all).slice(1)).toEqual([
      { status: 403, code: "AccessDenied" },
      { status: 403, code: "AccessDenied" },
    ]);
  });

  test("is not told to a server of the release before, which takes no such field", async () => {
    const all = await refused("when-told");
    await all.api.presigns[1]?.fail("INPUT_INVALID");
    expect(reportsOf(all)).toHaveLength(3);
    await all.api.presigns[2]?.answer();
    await all.environment.puts[1]?.fail("UPLOAD_REFUSED", REFUSED);
    await all.environment.advance(2 * MINUTE_MS);
    await all.api.presigns.at(-1)?.answer();
    await all.environment.puts.at(-1)?.store();
    expect(
      reportsOf(all)
        .slice(2)
        .every((report) => report === undefined),
    ).toBe(true);
    await all.api.verifies.at(-1)?.say("verified");
    expect(all.statuses()).toEqual(["verified"]);
  });
});

describe("what an earlier page left stuck", () => {
  /** One segment that is stuck on the device, and the uploader of the next page. */
  async function reloaded(
    code: ErrorCode,
    next: "upload" | "verify",
    state: "ended" | ErrorCode = "ended",
  ) {
    const before = createUploading({ answers: "when-told" });
    const { recording, segments } = await before.record({ segmentCount: 1 });
    const kept = segments.map((segment) => ({
      ...segment,
      life: { kind: "stuck", code, next } as const,
    }));
    const stored = {
      ...recording,
      state: state === "ended" ? state : ({ kind: "stuck", code: state } as const),
    };
    await before.environment.storage.records.putSegments(kept);
    await before.environment.storage.records.putRecording(stored);
    await before.close();
    const { api, statuses, view } = before;
    const [presigns, puts] = [api.presigns.length, before.environment.puts.length];
    expect(statuses()).toEqual([stuck(code)]);
    expect(view.safety(true)).toBe("stuck");
    const uploader = before.reopen();
    uploader.take(stored, kept);
    await settle();
    return { ...before, uploader, presigns, puts };
  }

  test.each<ErrorCode>(["UPLOAD_REFUSED", "CHECKSUM_MISMATCH", "KEY_INVALID", "STORAGE_FAILED"])(
    "by %s before it was sent is sent once more, and arrives without a click",
    async (code) => {
      const { api, environment, statuses, view, presigns, puts } = await reloaded(code, "upload");
      expect(statuses()).toEqual(["journaled"]);
      await api.presigns[presigns]?.answer();
      await environment.puts[puts]?.store();
      await api.verifies[0]?.say("verified");
      await api.seals[0]?.answer();
      expect(view.safety(true)).toBe("in-bucket");
    },
  );

  test("as something else in the bucket is asked about once more", async () => {
    const { api, environment, statuses, puts } = await reloaded("OBJECT_EXISTS", "verify");
    expect(environment.puts).toHaveLength(puts);
    await api.verifies[0]?.say("verified");
    expect(statuses()).toEqual(["verified"]);
  });

  test("is stuck again when our API still says never, and asks for nothing more", async () => {
    const { api, environment, statuses, presigns } = await reloaded("KEY_INVALID", "upload");
    await api.presigns[presigns]?.fail("KEY_INVALID");
    expect(statuses()).toEqual([stuck("KEY_INVALID")]);
    await environment.advance(60 * MINUTE_MS);
    expect(api.presigns).toHaveLength(presigns + 1);
    const [recording] = await environment.storage.records.recordings("ada");
    if (recording === undefined) throw new Error("the record is gone");
    expect(await environment.storage.records.segments(recording.recordingId)).toMatchObject([
      { life: { kind: "stuck", code: "KEY_INVALID" } },
    ]);
  });

  test("a manifest that was refused is asked for once more", async () => {
    const { api, view } = await reloaded("OBJECT_EXISTS", "verify", "RECORDING_INCOMPLETE");
    await api.verifies[0]?.say("verified");
    await api.seals[0]?.answer();
    expect(view.recordings()[0]?.state).toBe("sealed");
  });
});

test("device storage that cannot be read for a moment is no end of a segment", async () => {
  const made = createUploading({ answers: "at-once" });
  const { recording, segments } = await made.record({ segmentCount: 1 });
  await made.close();
  const { environment } = made;
  let isReadable = false;
  const files = environment.storage.files("opfs");
  const uploader = made.reopen({
    storage: {
      ...environment.storage,
      files: () => ({
        ...files,
        read: async (name) => {
          if (!isReadable) throw new DOMException("not now", "NotReadableError");
          return files.read(name);
        },
      }),
    },
  });
  uploader.take(recording, segments);
  await environment.advance(MINUTE_MS);
  expect(made.statuses()[0]).toMatch(/^waiting/);
  isReadable = true;
  const puts = environment.puts.length;
  await environment.advance(MINUTE_MS);
  await environment.puts[puts]?.store();
  expect(made.statuses()).toEqual(["verified"]);
});

test("a backlog of refused segments is read anew four at a time", async () => {
  const made = createUploading({ answers: "at-once" });
  const { recording, segments } = await made.record({ segmentCount: 12 });
  await made.close();
  const { environment } = made;
  const files = environment.storage.files("opfs");
  let [reading, most] = [0, 0];
  const read = Promise.withResolvers<void>();
  const uploader = made.reopen({
    storage: {
      ...environment.storage,
      files: () => ({
        ...files,
        read: async (name) => {
          most = Math.max(most, (reading += 1));
          await read.promise;
          reading -= 1;
          return files.read(name);
        },
      }),
    },
  });
  const refusedBefore = { kind: "stuck", code: "UPLOAD_REFUSED", next: "upload" } as const;
  uploader.take(
    recording,
    segments.map((segment) => ({ ...segment, life: refusedBefore })),
  );
  await settle();
  expect(most).toBe(4);
  read.resolve();
  await settle();
  expect(most).toBeLessThanOrEqual(8);
  await uploader.dispose();
});

test("keeps a recording that there is no room for, calls it safe at no time, and seals it once there is room", async () => {
  const {
    api,
    environment,
    fileNames,
    record,
    recordMore,
    end,
    statuses,
    storeAll,
    uploader,
    view,
  } = createUploading({ answers: "when-told" });
  const refuse = () => api.presigns.at(-1)?.fail("QUOTA_EXCEEDED", { retryAfterMs: MINUTE_MS });
  const said = () => ({
    safety: view.safety(true),
    waitsFor: view.recordings()[0]?.waitsFor,
    statuses: statuses(),
  });
  const noRoom = (segmentCount: number) => ({
    safety: "stuck",
    waitsFor: ["QUOTA_EXCEEDED"],
    statuses: Array.from({ length: segmentCount }, () => waiting("QUOTA_EXCEEDED")),
  });
  await record({ segmentCount: 3, laterCount: 2, isEnded: false });
  await refuse();
  expect(said()).toEqual(noRoom(1));
  await recordMore();
  await recordMore();
  await end();
  expect(said()).toEqual(noRoom(3));
  expect(api.presigns).toHaveLength(1);

  await environment.advance(MINUTE_MS);
  expect(api.presigns.map(({ sequences }) => sequences)).toEqual([[0], [0, 1, 2]]);
  expect(said()).toEqual(noRoom(3));
  await refuse();
  expect(said()).toEqual(noRoom(3));
  expect(await fileNames()).toHaveLength(3);

  uploader.wake("room");
  await settle();
  await api.presigns.at(-1)?.answer();
  expect(said()).toMatchObject({ safety: "on-device", waitsFor: [] });
  await storeAll();
  await api.verifies.at(-1)?.say("verified");
  await api.seals.at(-1)?.answer();
  expect(view.safety(true)).toBe("in-bucket");
  expect(await fileNames()).toEqual([]);
});
