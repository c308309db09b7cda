// All that talks to the server comes beside the page: capture and journal start without it. It is asked for at once
// where a person is signed in.
import { AppError } from "@tapedeck/core/errors";
import type { RecordingApi } from "@tapedeck/recorder";
import type { SessionServer } from "../session/session-server.ts";
import type { Session } from "../session/session.ts";
import type * as PageApi from "./page-api.ts";

/** @throws {AppError} OFFLINE, CONNECTION_LOST – it did not come; the next call tries again */
export async function loadApi(): Promise<typeof PageApi> {
  try {
    return await import("./page-api.ts");
  } catch (thrown) {
    const code = navigator.onLine ? "CONNECTION_LOST" : "OFFLINE";
    throw new AppError(code, "The API's client could not be loaded.", { cause: thrown });
  }
}

export const laterSessionServer: SessionServer = {
  post: async (path) => (await loadApi()).sessionServer.post(path),
};

export function createLaterRecordingApi(session: Session): RecordingApi {
  /** Each with the way to stop it, once the client is there. */
  const listeners = new Map<TimeListener, (() => void) | undefined>();
  const load = async () => {
    const { onServerTime, recordingApi } = await loadApi();
    for (const [listener, stop] of listeners) {
      if (stop === undefined) listeners.set(listener, onServerTime(listener));
    }
    return recordingApi(session);
  };
  return {
    onServerTime: (listener) => {
      listeners.set(listener, undefined);
      // If the client does not come now, the first call that fetches it begins to listen.
      load().catch(() => undefined);
      return () => {
        listeners.get(listener)?.();
        listeners.delete(listener);
      };
    },
    presignSegments: async (...given) => (await load()).presignSegments(...given),
    verifySegments: async (...given) => (await load()).verifySegments(...given),
    sealRecording: async (...given) => (await load()).sealRecording(...given),
  };
}

type TimeListener = Parameters<NonNullable<RecordingApi["onServerTime"]>>[0];
