// A page on its own: where the browser keeps nothing for it, or took away what it kept.
import { AppError } from "@tapedeck/core/errors";
import { makeRecordingId } from "@tapedeck/core/ids";
import { describe, expect, test } from "vitest";
import { journalSegment } from "./testing/journaled-recording.ts";
import { recording, setUp } from "./testing/scripted-recorder.ts";
import { settle } from "./testing/settle.ts";
import { createVirtualEnvironment } from "./testing/virtual-environment.ts";
import { uploaderLock } from "./upload/shared-names.ts";

test("what only this page holds is uploaded by it, and called unsafe until it is sealed", async () => {
  const { environment, recorder, session } = await recording();
  const { recordingId } = session.request;
  const {
    recording: open,
    segment,
    file,
  } = await journalSegment(createVirtualEnvironment(), {
    recordingId,
    sampleCount: 48_000,
  });
  const memory = { ...open, storage: "memory" } as const;
  session.listener.onRecording(memory);
  session.listener.onSegment({ kind: "segment", segment, file });
  session.listener.onRecording({ ...memory, state: "ended" });
  const stopping = recorder.stop();
  await session.end(48_000);
  await stopping;
  expect(recorder.snapshot()).toMatchObject({ safety: "in-memory", storage: "memory" });
  const copies = await recorder.deviceCopies(recordingId);
  expect(copies.map(({ name }) => name)).toEqual([`${recordingId}.webm`]);
  await environment.puts[0]?.store();
  expect(recorder.snapshot()).toMatchObject({ safety: "in-bucket" });
  expect(await recorder.deviceCopies(recordingId)).toEqual([]);
});

test("what only this page holds is sealed also if its worker broke before it could end it", async () => {
  const { environment, api, recorder, session } = await recording();
  const { recordingId } = session.request;
  const device = createVirtualEnvironment();
  const journaled = await journalSegment(device, { recordingId, sampleCount: 48_000 });
  session.listener.onRecording({ ...journaled.recording, storage: "memory" });
  session.listener.onSegment({ kind: "segment", ...journaled });
  await session.fail(new AppError("ENCODER_FAILED", "scripted"));
  await session.end(48_000);
  await environment.puts[0]?.store();
  expect(api.seals).toHaveLength(1);
  expect(recorder.snapshot()).toMatchObject({ state: "idle", safety: "in-bucket" });
});

describe("a device that may forget", () => {
  /** One segment is on the device, and the recording has ended. */
  async function recordedOn(storageLasts: boolean) {
    const all = await recording({ storageLasts });
    const { recorder, session, environment } = all;
    const { recordingId } = session.request;
    const journaled = await journalSegment(environment, { recordingId, sampleCount: 48_000 });
    session.listener.onRecording(journaled.recording);
    session.listener.onSegment({ kind: "segment", ...journaled, file: undefined });
    await settle();
    const safetyWhileRecording = recorder.snapshot().safety;
    await environment.storage.records.putRecording({ ...journaled.recording, state: "ended" });
    const stopping = recorder.stop();
    await session.end(48_000);
    await stopping;
    return { ...all, safetyWhileRecording };
  }

  test.each([
    [false, "may-be-forgotten"],
    [true, "on-device"],
  ])(
    "calls sound that is on it, when its storage is known to last: %j, %s",
    async (lasts, safety) => {
      const { environment, recorder, safetyWhileRecording } = await recordedOn(lasts);
      expect(safetyWhileRecording).toBe("recording");
      expect(recorder.snapshot().safety).toBe(safety);
      await environment.puts[0]?.store();
      expect(recorder.snapshot().safety).toBe("in-bucket");
    },
  );

  test("sends each segment before any time passes, while it is still recording", async () => {
    const { environment, session } = await recording({ storageLasts: false });
    const startedAtMs = environment.nowMs();
    const { recordingId } = session.request;
    const journaled = await journalSegment(environment, { recordingId, sampleCount: 48_000 });
    session.listener.onRecording(journaled.recording);
    session.listener.onSegment({ kind: "segment", ...journaled, file: undefined });
    await settle();
    expect(environment.puts).toHaveLength(1);
    expect(environment.nowMs()).toBe(startedAtMs);
  });

  test("calls nothing safe on it before its proof is known, nor when there is none to be had", async () => {
    const { environment, recorder } = setUp({ storageLasts: "unreadable" });
    const recordingId = makeRecordingId(environment.nowMs() * 1000, new Uint8Array(6));
    await journalSegment(environment, { recordingId, sampleCount: 48_000 });
    await environment.setOnline(false);
    expect(recorder.snapshot()).toMatchObject({ state: "idle", safety: "may-be-forgotten" });
  });
});

describe("the browser is asked to keep what is stored", () => {
  test("after the first recording, once, and not before", async () => {
    const { environment, recorder, sessions, session } = await recording();
    const stopping = recorder.stop();
    expect(environment.persistCount()).toBe(0);
    await session.end(48_000);
    await stopping;
    expect(environment.persistCount()).toBe(1);
    const starting = recorder.start({ segmentSeconds: 5 });
    await settle();
    await sessions[1]?.sound(48_000);
    await starting;
    const stoppingAgain = recorder.stop();
    await sessions[1]?.end(48_000);
    await stoppingAgain;
    expect(environment.persistCount()).toBe(1);
  });

  test("not after a start without sound", async () => {
    const { environment, recorder, sessions } = setUp();
    const failure = recorder.start({ segmentSeconds: 5 }).catch((thrown: unknown) => thrown);
    await settle();
    const denied = new AppError("MIC_DENIED", "no");
    await sessions[0]?.fail(denied);
    await sessions[0]?.end(0);
    expect(await failure).toBe(denied);
    expect(environment.persistCount()).toBe(0);
  });
});

test("a page whose storage was taken away says so, and keeps nobody else from uploading", async () => {
  const { environment, recorder } = setUp();
  await settle();
  const waiting = new AbortController();
  const lock = environment.lock(uploaderLock("ada"), waiting.signal);
  await environment.closeStorage();
  expect(recorder.snapshot().error).toMatchObject({ code: "STORAGE_FAILED" });
  await lock;
});
