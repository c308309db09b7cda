// A program of an integrator: stores a recording of one segment, and looks after it. docs/api.md shows
// it piece by piece, and tests/docs/api.test.ts runs it as it is.
import { createHash } from "node:crypto";
// #region client
import { createTRPCClient, httpLink } from "@trpc/client";
import type { AppRouter } from "@tapedeck/functions/router";

const api = createTRPCClient<AppRouter>({
  links: [
    httpLink({
      url: `${process.env["TAPEDECK"]}/trpc`,
      headers: { authorization: `Bearer ${process.env["TOKEN"]}` },
    }),
  ],
});
// #endregion

const bytes = Buffer.from("not really sound");
const sizeBytes = bytes.length;
const sha256 = createHash("sha256").update(bytes).digest("base64");

// #region session.me
const { prefix } = await api.session.me.query();
// #endregion

// #region usage.get
const { isFull } = await api.usage.get.query();
if (isFull) throw new Error("There is no room for a new recording.");
// #endregion

// #region uploads.presign
const upload = await api.uploads.presign.mutate({ contentType: "audio/webm", sizeBytes, sha256 });
await fetch(upload.url, { method: "PUT", headers: upload.headers, body: bytes });
// #endregion

// #region segments.presign
const recordingId = "2025-01-31-08-15-30-123456-7ZK3QF";
const segment = { sequence: 0, sizeBytes, sha256, startSample: 0, sampleCount: 96_000 };
const signed = await api.segments.presign.mutate({ recordingId, segments: [segment] });
// With `verify`, which this call has not, the verdicts lie beside the grants.
const [grant] = "grants" in signed ? signed.grants : signed;
if (grant === undefined) throw new Error("there is one grant for each segment");
const stored = await fetch(grant.url, { method: "PUT", headers: grant.headers, body: bytes });
// 412: it was stored before, by an earlier try. Ask segments.verify whether it is the same.
if (!stored.ok && stored.status !== 412) throw new Error(`S3 answered ${stored.status}`);
// #endregion

// #region segments.verify
const { segments } = await api.segments.verify.mutate({
  recordingId,
  segments: [{ sequence: 0, sizeBytes, sha256 }],
});
// Only now may the bytes be forgotten here.
const isSafe = segments.every(({ state }) => state === "verified");
// #endregion

// #region recordings.seal
// Of the raw hashes of all segments, one after the other; here there is one.
const digest = createHash("sha256").update(Buffer.from(sha256, "base64")).digest("base64");
const manifest = await api.recordings.seal.mutate({
  recordingId,
  segmentCount: 1,
  digest,
  gaps: [],
});
// #endregion

// #region recordings.recover
// The device sealed it above: the manifest stays as it is.
const { isRecovered = false } = await api.recordings.recover.mutate({ recordingId });
// #endregion

// #region recordings.list
const { recordings, nextCursor } = await api.recordings.list.query({ limit: 20 });
// #endregion

// #region recordings.get
const recording = await api.recordings.get.query({ recordingId });
// Later pages begin at firstSequence 100, 200, … up to recording.segmentCount.
const sound = await Promise.all(
  recording.segments.map(async ({ url }) => (await fetch(url)).arrayBuffer()),
);
// #endregion

// #region recordings.rename
const { title } = await api.recordings.rename.mutate({ recordingId, title: "Retrospective" });
// #endregion

// #region recordings.delete
const { objectCount } = await api.recordings.delete.mutate({ recordingId });
// #endregion

const listed = recordings.length;
const read = sound.map((each) => Buffer.from(each).toString());
const library = {
  listed,
  isRecovered,
  isLastPage: nextCursor === undefined,
  read,
  title,
  objectCount,
};
console.log(JSON.stringify({ prefix, upload: upload.key, isSafe, manifest, library }));
