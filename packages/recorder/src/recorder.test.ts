import { AppError } from "@tapedeck/core/errors";
import { isRecordingId, makeRecordingId, type RecordingId } from "@tapedeck/core/ids";
import { describe, expect, test } from "vitest";
import { recording, setUp } from "./testing/scripted-recorder.ts";
import { settle } from "./testing/settle.ts";
import { journalRecording, journalSegment } from "./testing/journaled-recording.ts";

describe("the recorder", () => {
  test("says whether the device keeps anything of the person, before the snapshot shows it", async () => {
    const nothing = setUp();
    expect(await nothing.recorder.hasRecords()).toBe(false);
    const { environment, recorder } = setUp();
    const [bens, adas] = [0, 1].map((index) => makeRecordingId(index, new Uint8Array(6)));
    const sound = { packetsPerSegment: 2, sampleCount: 960 };
    await journalRecording(environment, {
      ...sound,
      recordingId: bens as RecordingId,
      owner: "ben",
    });
    expect(await recorder.hasRecords()).toBe(false);
    await journalRecording(environment, { ...sound, recordingId: adas as RecordingId });
    expect(recorder.snapshot().recordings).toEqual([]);
    expect(await recorder.hasRecords()).toBe(true);
  });

  test("records with the first sound, under an id made then, and hands the wishes on", async () => {
    const { recorder, session, states } = await recording();
    expect(states).toEqual(["starting", "recording"]);
    expect(recorder.snapshot()).toMatchObject({ elapsedMs: 1000, error: undefined });
    expect(isRecordingId(recorder.snapshot().recordingId ?? "")).toBe(true);
    expect(session.request).toMatchObject({
      recordingId: recorder.snapshot().recordingId,
      packetsPerSegment: 250,
      deviceId: "desk",
      bitsPerSecond: 64_000,
      capture: "auto",
    });
  });

  test("pauses and resumes once however often it is told", async () => {
    const { recorder, session, states } = await recording();
    recorder.resume();
    recorder.pause();
    recorder.pause();
    session.listener.onStandstill(48_480);
    expect(recorder.snapshot()).toMatchObject({ state: "paused", elapsedMs: 1010 });
    recorder.resume();
    recorder.resume();
    expect(session.calls).toEqual(["pause", "resume"]);
    expect(states).toEqual(["starting", "recording", "paused", "recording"]);
  });

  test("changes the microphone of a recording that runs or is paused, and of no other", async () => {
    const { recorder, session, sessions } = await recording();
    recorder.useMicrophone("usb");
    recorder.pause();
    recorder.useMicrophone(undefined);
    expect(session.microphones).toEqual(["usb", undefined]);
    const stopping = recorder.stop();
    recorder.useMicrophone("usb");
    await session.end(48_000);
    await stopping;
    recorder.useMicrophone("usb");
    void recorder.start({ segmentSeconds: 5 });
    recorder.useMicrophone("usb");
    await settle();
    expect(sessions.map(({ microphones }) => microphones.length)).toEqual([2, 0]);
  });

  test("names the microphone that the sound comes from, until the next recording begins", async () => {
    const { recorder, session } = await recording();
    expect(recorder.snapshot().microphone).toBeUndefined();
    session.listener.onMicrophone("USB Microphone");
    session.listener.onCapture("reopening");
    expect(recorder.snapshot().microphone).toBe("USB Microphone");
    session.listener.onMicrophone("Built-in");
    const stopping = recorder.stop();
    await session.end(48_000);
    await stopping;
    expect(recorder.snapshot().microphone).toBe("Built-in");
    void recorder.start({ segmentSeconds: 5 });
    expect(recorder.snapshot().microphone).toBeUndefined();
  });

  test("what was recorded is uploaded, verified and sealed, and only then called safe", async () => {
    const { environment, recorder, session } = await recording();
    const { recordingId } = session.request;
    const { recording: open, segment } = await journalSegment(environment, {
      recordingId,
      sampleCount: 48_000,
    });
    session.listener.onRecording(open);
    session.listener.onSegment({ kind: "segment", segment, file: undefined });
    let isStopped = false;
    const stopping = recorder.stop().then(() => {
      isStopped = true;
    });
    await settle();
    expect(isStopped).toBe(false);
    expect(recorder.snapshot()).toMatchObject({ safety: "recording", storage: "opfs" });
    await environment.storage.records.putRecording({ ...open, state: "ended" });
    await session.end(48_000);
    await stopping;
    expect(recorder.snapshot()).toMatchObject({
      state: "idle",
      safety: "on-device",
      recordings: [{ recordingId, state: "ended", segmentCount: 1, verifiedCount: 0 }],
    });
    expect(recorder.segments(recordingId)).toMatchObject([
      { sequence: 0, sampleCount: 48_000, status: { kind: "uploading" } },
    ]);
    await environment.puts[0]?.store();
    expect(recorder.snapshot()).toMatchObject({
      safety: "in-bucket",
      recordings: [{ state: "sealed", verifiedCount: 1 }],
    });
    expect(recorder.segments(recordingId)).toMatchObject([{ status: { kind: "verified" } }]);
  });

  test("warns before the device is full", async () => {
    const { environment, recorder } = setUp();
    // Two minutes at 64 kb/s, with what the journal adds.
    environment.setEstimate({ usageBytes: 0, quotaBytes: 2 * 60 * 8000 * 1.2 });
    void recorder.start({ segmentSeconds: 5 });
    await settle();
    expect(recorder.snapshot().room).toEqual({ kind: "low", minutes: 2 });
    environment.setEstimate({ usageBytes: 0, quotaBytes: 1e9 });
    await environment.advance(10_000);
    expect(recorder.snapshot().room).toEqual({ kind: "plenty" });
  });

  test("stops warning when nobody looks any more", async () => {
    const { environment, recorder, session } = await recording();
    environment.setEstimate({ usageBytes: 0, quotaBytes: 0 });
    await environment.advance(10_000);
    expect(recorder.snapshot().room).toEqual({ kind: "low", minutes: 0 });
    const stopping = recorder.stop();
    await session.end(48_000);
    await stopping;
    expect(recorder.snapshot()).toMatchObject({ state: "idle", room: { kind: "plenty" } });
  });

  test("tells of a microphone that gives nothing but zeros, and goes on", async () => {
    const { recorder, session } = await recording();
    await session.sound(192_000);
    expect(recorder.snapshot()).toMatchObject({ state: "recording", isSilent: true });
    await session.sound(204_000, [0, 0.1]);
    expect(recorder.snapshot().isSilent).toBe(false);
  });

  test("stops while it is still starting, and start then resolves quietly", async () => {
    const { recorder, sessions, states } = setUp();
    const starting = recorder.start({ segmentSeconds: 5 });
    await settle();
    const stopping = recorder.stop();
    expect(sessions[0]?.calls).toEqual(["stop"]);
    await sessions[0]?.end(0);
    await Promise.all([starting, stopping]);
    expect(states).toEqual(["starting", "stopping", "idle"]);
    expect(recorder.snapshot().error).toBeUndefined();
  });

  test("stopped before the device answered, it opens no microphone", async () => {
    const { recorder, sessions, states } = setUp();
    const starting = recorder.start({ segmentSeconds: 5 });
    await Promise.all([recorder.stop(), starting]);
    expect(states).toEqual(["starting", "stopping", "idle"]);
    expect(sessions).toHaveLength(0);
  });

  test("what prevents the start rejects it and stays in the snapshot until the next", async () => {
    const { recorder, sessions } = setUp();
    const starting = recorder.start({ segmentSeconds: 5 });
    const denied = new AppError("MIC_DENIED", "no");
    const failure = starting.catch((thrown: unknown) => thrown);
    await settle();
    await sessions[0]?.fail(denied);
    await sessions[0]?.end(0);
    expect(await failure).toBe(denied);
    expect(recorder.snapshot()).toMatchObject({ state: "idle", error: denied });
    void recorder.start({ segmentSeconds: 5 });
    expect(recorder.snapshot()).toMatchObject({ state: "starting", error: undefined });
  });

  test("a failure while recording ends it, and the first cause is the one that is told", async () => {
    const { recorder, session, states } = await recording();
    const lost = new AppError("MIC_LOST", "unplugged");
    await session.fail(lost);
    await session.fail(new AppError("ENCODER_FAILED", "because of that"));
    await session.end(60_000);
    expect(states).toEqual(["starting", "recording", "stopping", "idle"]);
    expect(recorder.snapshot()).toMatchObject({ error: lost, elapsedMs: 1250 });
  });

  test("a second start is refused and leaves the running recording alone", async () => {
    const { recorder, sessions } = await recording();
    await expect(recorder.start({ segmentSeconds: 5 })).rejects.toMatchObject({
      code: "INPUT_INVALID",
    });
    expect(sessions).toHaveLength(1);
    expect(recorder.snapshot()).toMatchObject({ state: "recording", error: undefined });
  });

  test.each([1, 61, 2.5, Number.NaN])("refuses segments of %d s", async (segmentSeconds) => {
    const { recorder, sessions } = setUp();
    await expect(recorder.start({ segmentSeconds })).rejects.toThrow(
      `from 2 to 60, got ${segmentSeconds}.`,
    );
    expect(recorder.snapshot()).toMatchObject({ state: "idle", error: { code: "INPUT_INVALID" } });
    expect(sessions).toHaveLength(0);
  });

  test("tells levels to each listener until it stops listening", async () => {
    const { recorder, session } = await recording();
    const heard: (readonly number[])[] = [];
    const stop = recorder.onLevels((levels) => heard.push(levels));
    await session.sound(60_000, [0.25, 0.75]);
    // No 100 ms have ended since: there is nothing to tell.
    await session.sound(60_480);
    await session.sound(72_000, [0.5]);
    stop();
    await session.sound(84_000, [1]);
    expect(heard).toEqual([[0.25, 0.75], [0.5]]);
  });

  test("nothing changes between two snapshots that are the same object", async () => {
    const { recorder, session } = await recording();
    const before = recorder.snapshot();
    expect(recorder.snapshot()).toBe(before);
    await session.sound(50_000);
    expect(recorder.snapshot()).not.toBe(before);
  });

  test("calls no listener for news that changes nothing", async () => {
    const { recorder, session } = await recording();
    let calls = 0;
    recorder.subscribe(() => (calls += 1));
    session.listener.onCapture("open");
    session.listener.onStandstill(48_000);
    await session.sound(48_000, [0.5]);
    expect(calls).toBe(0);
    await session.sound(60_000, [0.5]);
    expect(calls).toBe(1);
  });

  test("dispose stops the recording and tells nobody any more", async () => {
    const { recorder, session, states } = await recording();
    const disposing = recorder.dispose();
    expect(session.calls).toEqual(["stop"]);
    await session.end(48_000);
    await disposing;
    const before = [...states];
    void recorder.start({ segmentSeconds: 5 });
    expect(states).toEqual(before);
  });
});
