// A recorder on a scripted session and a virtual environment.
import { createRecorder } from "../create-recorder.ts";
import { createUploads } from "../upload/uploads.ts";
import { createScriptedApi } from "./scripted-api.ts";
import { createScriptedSessions } from "./scripted-session.ts";
import { settle } from "./settle.ts";
import { createVirtualEnvironment } from "./virtual-environment.ts";

export function setUp(options?: Parameters<typeof createVirtualEnvironment>[0]) {
  const environment = createVirtualEnvironment(options);
  const { openSession, sessions } = createScriptedSessions();
  const api = createScriptedApi({ answers: "at-once" });
  const recorder = createRecorder({
    api,
    owner: "ada",
    environment,
    openSession,
    loadUploads: async () => createUploads,
  });
  const states: string[] = [];
  recorder.subscribe(() => {
    const { state } = recorder.snapshot();
    if (states.at(-1) !== state) states.push(state);
  });
  return { environment, api, recorder, sessions, states };
}

/** A recorder that has one second of sound. */
export async function recording(options?: Parameters<typeof setUp>[0]) {
  const all = setUp(options);
  const starting = all.recorder.start({ segmentSeconds: 5, deviceId: "desk" });
  await settle();
  const session = all.sessions[0];
  if (!session) throw new Error("no session was opened");
  await session.sound(48_000);
  await starting;
  return { ...all, session };
}
