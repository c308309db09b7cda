// Implements the engine's port with the typed API.
import type { RecordingApi } from "@tapedeck/recorder";
import { callApi, createApi } from "./api.ts";
import type { ServerClock } from "./server-clock.ts";
import type { Session } from "../session/session.ts";

export function createRecordingApi(session: Session, clock: ServerClock): RecordingApi {
  const api = createApi(session, clock);
  return {
    onServerTime: (listener) => clock.listen(listener),
    presignSegments: (input, { signal }) =>
      callApi(session, () => api.segments.presign.mutate(input, { signal })),
    verifySegments: (input, { signal }) =>
      callApi(session, () => api.segments.verify.mutate(input, { signal })),
    sealRecording: (input, { signal }) =>
      callApi(session, () => api.recordings.seal.mutate(input, { signal })),
  };
}
