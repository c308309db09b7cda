// The API's client comes beside the page: capture and journal start without it. It is asked for at once where
// a person is signed in, so that it arrives while the session is being asked for.
import { AppError } from "@tapedeck/core/errors";
import type { RecordingApi } from "@tapedeck/recorder";
import type { Session } from "../session/session.ts";
import type * as PageApi from "./page-api.ts";
import type { ServerClock } from "./server-clock.ts";

/** @throws {AppError} OFFLINE, CONNECTION_LOST – it did not come; the next call tries again */
export async function loadApi(): Promise<typeof PageApi> {
  try {
    return await import("./page-api.ts");
  } catch (thrown) {
    const code = navigator.onLine ? "CONNECTION_LOST" : "OFFLINE";
    throw new AppError(code, "The API's client could not be loaded.", { cause: thrown });
  }
}

export function createLaterRecordingApi(session: Session, clock: ServerClock): RecordingApi {
  const api = async () => (await loadApi()).createRecordingApi(session, clock);
  return {
    onServerTime: (listener) => clock.listen(listener),
    presignSegments: async (...given) => (await api()).presignSegments(...given),
    verifySegments: async (...given) => (await api()).verifySegments(...given),
    sealRecording: async (...given) => (await api()).sealRecording(...given),
  };
}
