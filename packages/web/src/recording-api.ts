// Fills the engine's port with the typed API.
import type { RecordingApi } from "@tapedeck/recorder/ports";
import { callApi, type Api } from "./api.ts";
import type { Session } from "./session.ts";

export function createRecordingApi(api: Api, session: Session): RecordingApi {
  return {
    presignSegments: (input, { signal }) =>
      callApi(session, () => api.segments.presign.mutate(input, { signal })),
    verifySegments: (input, { signal }) =>
      callApi(session, () => api.segments.verify.mutate(input, { signal })),
    sealRecording: (input, { signal }) =>
      callApi(session, () => api.recordings.seal.mutate(input, { signal })),
  };
}
