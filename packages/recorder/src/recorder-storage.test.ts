// A page on its own: where the browser keeps nothing for it, or took away what it kept.
import { AppError } from "@tapedeck/core/errors";
import { expect, test } from "vitest";
import { journalSegment } from "./testing/journaled-recording.ts";
import { recording, setUp } from "./testing/scripted-recorder.ts";
import { settle } from "./testing/settle.ts";
import { createVirtualEnvironment } from "./testing/virtual-environment.ts";
import { uploaderLock } from "./upload/leader.ts";

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
  expect(recorder.snapshot()).toMatchObject({ safety: "unsafe", storage: "memory" });
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

test("a page whose storage was taken away says so, and keeps nobody else from uploading", async () => {
  const { environment, recorder } = setUp();
  await settle();
  const waiting = new AbortController();
  const lock = environment.lock(uploaderLock("ada"), waiting.signal);
  await environment.closeStorage();
  expect(recorder.snapshot().error).toMatchObject({ code: "STORAGE_FAILED" });
  await lock;
});
