// The calls of the library, each with the owner's token.
import { callApi, createApi, type Api } from "./api.ts";
import type { Session } from "../session/session.ts";

/** Recordings on one page: as many as the API gives. */
const PAGE_SIZE = 100;

export type LibraryApi = ReturnType<typeof createLibraryApi>;

/** What `recordings.get` answers. */
export type WhatToPlay = Awaited<ReturnType<Api["recordings"]["get"]["query"]>>;

/** Every call @throws {AppError} by its code */
export function createLibraryApi(session: Session) {
  const { recordings, usage } = createApi(session);
  return {
    /** @param cursor - the `nextCursor` of the page before */
    list: (cursor: string | undefined) => {
      const page = { limit: PAGE_SIZE, ...(cursor === undefined ? {} : { cursor }) };
      return callApi(session, () => recordings.list.query(page));
    },
    usage: () => callApi(session, () => usage.get.query()),
    get: (recordingId: string, firstSequence: number) =>
      callApi(session, () => recordings.get.query({ recordingId, firstSequence })),
    recover: (recordingId: string) =>
      callApi(session, () => recordings.recover.mutate({ recordingId })),
    rename: (recordingId: string, title: string) =>
      callApi(session, () => recordings.rename.mutate({ recordingId, title })),
    remove: (recordingId: string) =>
      callApi(session, () => recordings.delete.mutate({ recordingId })),
  };
}
