// A program of an integrator: lists its person's recordings, and downloads one. docs/api.md shows it piece by
// piece, and tests/docs/find-recordings.test.ts runs the pieces as the document has them.
import { createTRPCClient, httpLink } from "@trpc/client";
import type { AppRouter } from "@tapedeck/functions/router";

const api = createTRPCClient<AppRouter>({
  links: [httpLink({ url: `${process.env["TAPEDECK"]}/trpc` })],
});

// #region list
const all = [];
let cursor: string | undefined;
do {
  const page = await api.recordings.list.query(cursor === undefined ? {} : { cursor });
  all.push(...page.recordings);
  cursor = page.nextCursor;
} while (cursor !== undefined);
// #endregion

// #region play
/** One URL of the whole file, or one of each segment, to be played one after the other. */
async function urlsToPlay(recordingId: string): Promise<string[]> {
  const urls: string[] = [];
  for (;;) {
    const firstSequence = urls.length;
    const recording = await api.recordings.get.query({ recordingId, firstSequence });
    if (recording.state === "file") return [recording.file.url];
    if (recording.wholeFile) return [recording.wholeFile.url];
    urls.push(...recording.segments.map(({ url }) => url));
    if (urls.length >= recording.segmentCount) return urls;
  }
}
// #endregion

// #region download
import { writeFile } from "node:fs/promises";

for (const url of await urlsToPlay("2025-01-31-08-15-30-123456-7ZK3QF")) {
  const response = await fetch(url);
  if (!response.ok || response.body === null) throw new Error(`S3 answered ${response.status}`);
  const disposition = response.headers.get("content-disposition") ?? "";
  const [, name = ""] = /filename\*=UTF-8''(\S+)/.exec(disposition) ?? [];
  await writeFile(decodeURIComponent(name), response.body);
}
// #endregion

console.log(all.length);
