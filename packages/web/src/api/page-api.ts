// The calls of the page itself; the library and the player make their own.
import { callApi, createApi, type Api } from "./api.ts";
import type { Session } from "../session/session.ts";
import type { ServerClock } from "./server-clock.ts";

export { createRecordingApi } from "./recording-api.ts";

/** What the server says of the person who is signed in. */
export type Me = Awaited<ReturnType<Api["session"]["me"]["query"]>>;

/** @throws {AppError} by its code */
export function readMe(session: Session, clock: ServerClock): Promise<Me> {
  const { me } = createApi(session, clock).session;
  return callApi(session, () => me.query());
}
