// What the page asks of the server; the library and the player make calls of their own. One per page.
import type { RecordingApi } from "@tapedeck/recorder";
import { browserSessionServer } from "../session/session-server.ts";
import type { Session } from "../session/session.ts";
import { fetchFromApi } from "./api-answer.ts";
import { callApi, createApi, type Api } from "./api.ts";
import { createRecordingApi } from "./recording-api.ts";
import { createServerClock } from "./server-clock.ts";

/** What the server says of the person who is signed in. */
export type Me = Awaited<ReturnType<Api["session"]["me"]["query"]>>;

export const sessionServer = browserSessionServer();

const clock = createServerClock({
  fetch: fetchFromApi,
  nowMs: () => Date.now(),
  monotonicMs: () => performance.now(),
});

/** As {@link RecordingApi.onServerTime}. */
export const onServerTime: NonNullable<RecordingApi["onServerTime"]> = (listener) =>
  clock.listen(listener);

export const recordingApi = (session: Session): RecordingApi => createRecordingApi(session, clock);

/** @throws {AppError} by its code */
export function readMe(session: Session): Promise<Me> {
  const { me } = createApi(session, clock).session;
  return callApi(session, () => me.query());
}
