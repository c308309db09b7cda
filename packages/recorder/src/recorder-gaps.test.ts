// What is missing of a recording, and the server's time that decides about it, as the recorder tells them.
import type { Gap } from "@tapedeck/core/contract";
import { expect, test } from "vitest";
import type { RecordingRecord } from "@tapedeck/core/upload/records";
import { createRecorder } from "./create-recorder.ts";
import { createUploads } from "./upload/uploads.ts";
import { createScriptedApi } from "./testing/scripted-api.ts";
import { createScriptedSessions } from "./testing/scripted-session.ts";
import { createVirtualEnvironment } from "./testing/virtual-environment.ts";
import { recording, setUp } from "./testing/scripted-recorder.ts";
import { settle } from "./testing/settle.ts";
import { journalSegment } from "./testing/journaled-recording.ts";

test("what an answer tells of the server's time goes to the recording, also from before it began", async () => {
  const { api, environment, recorder, sessions } = setUp();
  const before = { offsetMs: 250, errorMs: 500, toldAtMs: environment.nowMs() };
  await api.tellServerTime(before);
  void recorder.start({ segmentSeconds: 5 });
  await settle();
  const [session] = sessions;
  if (!session) throw new Error("no session was opened");
  const { recordingId } = session.request;
  const opened = await journalSegment(environment, { recordingId, sampleCount: 48_000 });
  session.listener.onRecording(opened.recording);
  const later = { offsetMs: 300, errorMs: 500, toldAtMs: environment.nowMs() };
  await api.tellServerTime(later);
  expect(session.serverTimes).toEqual([before, later]);
});

test("a recorder that is made after an answer was had knows its time", async () => {
  const environment = createVirtualEnvironment();
  const api = createScriptedApi({ answers: "at-once" });
  const time = { offsetMs: 250, errorMs: 500, toldAtMs: environment.nowMs() };
  await api.tellServerTime(time);
  const { openSession, sessions } = createScriptedSessions();
  const recorder = createRecorder({
    api,
    owner: "ada",
    environment,
    openSession,
    loadUploads: async () => createUploads,
  });
  void recorder.start({ segmentSeconds: 5 });
  await settle();
  const recordingId = sessions[0]?.request.recordingId;
  if (!recordingId) throw new Error("no session was opened");
  const opened = await journalSegment(environment, { recordingId, sampleCount: 48_000 });
  sessions[0]?.listener.onRecording(opened.recording);
  expect(sessions[0]?.serverTimes).toEqual([time]);
});

test("what is missing is told on the recording that misses it, and no more by the next", async () => {
  const { environment, recorder, session, sessions } = await recording();
  const { recordingId } = session.request;
  const { recording: open, segment } = await journalSegment(environment, {
    recordingId,
    sampleCount: 48_000,
  });
  session.listener.onRecording(open);
  session.listener.onSegment({ kind: "segment", segment, file: undefined });
  await settle();
  session.listener.onProgress({ kind: "progress", sampleCount: 96_000, levels: [1], lostMs: 300 });
  expect(recorder.snapshot()).toMatchObject({ lostMs: 300, recordings: [{ missingMs: 300 }] });
  const gaps: Gap[] = [
    { startSample: 960, durationMs: 320, reason: "lost" },
    { startSample: 960, durationMs: 60_000, reason: "paused" },
    { startSample: 1920, durationMs: 3_600_000, reason: "interrupted" },
  ];
  const unsure = { offsetMs: 0, errorMs: 500, gaps: gaps.slice(2) };
  const ended: RecordingRecord = { ...open, state: "ended", gaps, unsure };
  await environment.storage.records.putRecording(ended);
  const stopping = recorder.stop();
  session.listener.onRecording(ended);
  await session.end(96_000);
  await stopping;
  expect(recorder.snapshot()).toMatchObject({ lostMs: 320, recordings: [{ missingMs: 320 }] });
  void recorder.start({ segmentSeconds: 5 });
  await settle();
  expect(sessions).toHaveLength(2);
  expect(recorder.snapshot()).toMatchObject({ lostMs: 0, recordings: [{ missingMs: 320 }] });
});
