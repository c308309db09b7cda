// A page whose uploads' code comes when a test says so, on a device that it shares with other pages.
import { AppError } from "@tapedeck/core/errors";
import { createRecorder } from "../create-recorder.ts";
import { createUploads } from "../upload/uploads.ts";
import { journalSegment } from "./journaled-recording.ts";
import { createScriptedApi } from "./scripted-api.ts";
import { createScriptedSessions } from "./scripted-session.ts";
import { settle } from "./settle.ts";
import { createVirtualEnvironment } from "./virtual-environment.ts";
import { createVirtualTabs } from "./virtual-tabs.ts";

export function openPage({ storageLasts = true } = {}) {
  const environment = createVirtualEnvironment({ storageLasts });
  const tabs = createVirtualTabs();
  const own = tabs.join();
  const api = createScriptedApi({ answers: "at-once" });
  const { openSession, sessions } = createScriptedSessions();
  const questions: PromiseWithResolvers<typeof createUploads>[] = [];
  const recorder = createRecorder({
    api,
    owner: "ada",
    openSession,
    environment: { ...environment, ...own },
    loadUploads: () => {
      const question = Promise.withResolvers<typeof createUploads>();
      questions.push(question);
      return question.promise;
    },
  });
  return {
    environment,
    api,
    recorder,
    sessions,
    tabs,
    die: () => own.leave(),
    questionCount: () => questions.length,
    /** Answers the last question for the code. */
    come: async () => {
      questions.at(-1)?.resolve(createUploads);
      await settle();
    },
    fail: async () => {
      questions.at(-1)?.reject(new AppError("APP_INCOMPLETE", "scripted"));
      await settle();
    },
    /** Another tab, whose uploads are there. It leads. */
    openOther: async () => {
      const uploads = createUploads({
        owner: "ada",
        api,
        environment: { ...environment, ...tabs.join() },
        listener: {
          onChange: () => undefined,
          onServerTime: () => undefined,
          onFailure: (error) => {
            throw error;
          },
        },
      });
      await settle();
      return uploads;
    },
  };
}

/** It records one segment. @param storage - where its worker says that it stores it */
export async function record(
  page: ReturnType<typeof openPage>,
  storage: "opfs" | "memory" = "opfs",
) {
  const { environment, recorder, sessions } = page;
  const starting = recorder.start({ segmentSeconds: 5 });
  await settle();
  const session = sessions.at(-1);
  if (!session) throw new Error("no session was opened");
  await session.sound(48_000);
  await starting;
  const { recordingId } = session.request;
  const device = storage === "memory" ? createVirtualEnvironment() : environment;
  const journaled = await journalSegment(device, { recordingId, sampleCount: 48_000 });
  const recording = { ...journaled.recording, storage };
  const { segment, file } = journaled;
  session.listener.onRecording(recording);
  session.listener.onSegment({
    kind: "segment",
    segment,
    file: storage === "memory" ? file : undefined,
  });
  await settle();
  return {
    recordingId,
    stop: async () => {
      const stopping = recorder.stop();
      const ended = { ...recording, state: "ended" } as const;
      if (storage === "opfs") await environment.storage.records.putRecording(ended);
      session.listener.onRecording(ended);
      await session.end(48_000);
      await stopping;
    },
  };
}
