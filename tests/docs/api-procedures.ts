// The part of docs/api.md that the code does not have: each procedure's purpose, refusals and call with
// curl. The page's test fails for a procedure without an entry.
import { hash } from "node:crypto";
import type { ErrorCode } from "@tapedeck/core/error-codes";

export interface ProcedureNotes {
  readonly does: string;
  /** Beside those of every call. */
  readonly errors: readonly ErrorCode[];
  /** The JSON body of a mutation's example. */
  readonly body?: object;
  /** The input of a query's example, if it takes one. */
  readonly query?: object;
}

/** `printf 'not really sound'`, hashed. */
const stored = { sizeBytes: 16, sha256: "//4zQ9v7WX8h9yJ/8smu67RhB7ld4iBH4hEtvi0mzeI=" };
/** Of the one hash above. */
const digest = hash("sha256", Buffer.from(stored.sha256, "base64"), "base64");
const segment = { sequence: 0, ...stored, startSample: 0, sampleCount: 96_000 };
const recordingId = "2025-01-31-08-15-30-123456-7ZK3QF";

/** In the order in which a program uses them. */
export const NOTES: Readonly<Record<string, ProcedureNotes>> = {
  "session.me": {
    does: "Tells who the server takes you for, and the prefix in the bucket that is yours.",
    errors: [],
  },
  "usage.get": {
    does:
      "Tells what you have stored, under all user types that you have had, and what you may store. " +
      "A program asks before it records: at the quota a new recording is refused, and one that runs is not.",
    errors: ["SERVICE_UNAVAILABLE"],
  },
  "uploads.presign": {
    does:
      "Grants one PUT of one file that is not part of a recording. The server chooses its key. " +
      "It is refused when the file does not fit into what you may store.",
    errors: ["INPUT_INVALID", "QUOTA_EXCEEDED", "SERVICE_UNAVAILABLE", "THROTTLED"],
    body: { contentType: "audio/webm", ...stored },
  },
  "segments.presign": {
    does:
      "Grants one PUT for each segment, in the order asked. The caller makes the recording's id when " +
      "recording starts, so that asking again names the same keys. In `refused`, a caller may tell how " +
      "the bucket refused its last upload: the server logs it for the owner of the bucket. " +
      "Send the answer's `userType` with every further call about the recording: it is then finished " +
      "where it began, though the person's groups change. In `verify`, name segments that were stored " +
      "before: the answer is then `{ grants, verdicts }` instead of a list, with a verdict on each as from " +
      "`segments.verify`, and a recorder needs one call a segment instead of two. Verdicts that are left " +
      "out could not be had just now. A grant is refused for more bytes than 40,000 a second of sound and " +
      "16 KiB, and from sequence 20,000 on. The first grant of a recording reserves room for it: " +
      "`QUOTA_EXCEEDED` when you have stored as much as you may (`usage.get`), `THROTTLED` while eight of " +
      "your recordings are being stored.",
    errors: [
      "INPUT_INVALID",
      "QUOTA_EXCEEDED",
      "RECORDING_FROM_FUTURE",
      "SERVICE_UNAVAILABLE",
      "THROTTLED",
    ],
    body: { recordingId, segments: [segment] },
  },
  "segments.verify": {
    does:
      "Tells for each segment whether the bucket holds these very bytes (`verified`), nothing " +
      "(`missing`) or something else (`mismatch`). A segment leaves the device only after this. " +
      "A `mismatch` with `checksum: absent` proves nothing: the store gives no SHA-256 of the object. " +
      "`userType` says where they were looked for.",
    errors: ["INPUT_INVALID", "SERVICE_UNAVAILABLE"],
    body: { recordingId, segments: [{ sequence: 0, ...stored }] },
  },
  "recordings.seal": {
    does:
      "Checks every segment in the bucket and writes the manifest of them. " +
      "`segmentCount` says that the recording has the segments 0 to `segmentCount` - 1; `digest` is the " +
      "SHA-256 over the raw 32-byte hashes of these, one after the other. Until release 0.4, `segments` may " +
      "name each of them instead. Sealing again with the same segments gives the manifest that is there; with " +
      "more of them, it is extended, and keeps its title. A refusal names the first twenty missing segments.",
    errors: [
      "INPUT_INVALID",
      "RECORDING_INCOMPLETE",
      "RECORDING_ALTERED",
      "RECORDING_SEALED",
      "RECORDING_DELETED",
      "MANIFEST_INVALID",
      "CHECKSUM_ABSENT",
      "SERVICE_UNAVAILABLE",
    ],
    body: { recordingId, segmentCount: 1, digest, gaps: [], title: "Standup" },
  },
  "recordings.list": {
    does:
      "Lists recordings and one-off uploads, newest first. `open` is a recording whose manifest is not " +
      "written yet; `file`, a one-off upload, whose `id` the other procedures take as well. Give " +
      "`nextCursor` as `cursor` for the next page. What the person recorded while in other groups is " +
      "listed too, and is read, renamed and deleted by its id alone. `hasWholeFile` says that the bucket " +
      "holds a sealed recording as one file, `{recordingId}.webm`, too.",
    errors: ["INPUT_INVALID", "SERVICE_UNAVAILABLE"],
    query: { limit: 20 },
  },
  "recordings.get": {
    does:
      "Gives the manifest of a sealed recording with up to 100 of its segments, from `firstSequence` on, " +
      "each with a URL that reads it for 5 minutes, ranges included, as an attachment named after the title, " +
      "which no browser keeps. `wholeFile` is such a URL of the whole recording as one file, and the file's " +
      "size. It is absent until the file is made, which takes seconds after each seal. " +
      "Of a one-off upload, by its timestamp, it gives one such URL in `file`, and no segments.",
    errors: ["INPUT_INVALID", "RECORDING_NOT_FOUND", "MANIFEST_INVALID", "SERVICE_UNAVAILABLE"],
    query: { recordingId },
  },
  "recordings.recover": {
    does:
      "Seals what the bucket holds of a recording whose device is gone. Each hole that missing segments leave " +
      "is a gap of the reason `missing`; their sequences are left out, and `isRecovered` is true. Asking again " +
      "gives the stored manifest, or adds what has arrived since. If the device comes back, it stores the rest, " +
      "and its own seal extends the manifest.",
    errors: [
      "INPUT_INVALID",
      "RECORDING_NOT_FOUND",
      "RECORDING_ALTERED",
      "RECORDING_DELETED",
      "RECORDING_CHANGING",
      "MANIFEST_INVALID",
      "CHECKSUM_ABSENT",
      "SERVICE_UNAVAILABLE",
    ],
    body: { recordingId },
  },
  "recordings.rename": {
    does:
      "Gives a sealed recording, or a one-off upload by its timestamp, another title. Two at once never " +
      "undo each other: the later one stands. Again is a success, and writes nothing.",
    errors: [
      "INPUT_INVALID",
      "RECORDING_NOT_FOUND",
      "RECORDING_CHANGING",
      "MANIFEST_INVALID",
      "SERVICE_UNAVAILABLE",
    ],
    body: { recordingId, title: "Retrospective" },
  },
  "recordings.delete": {
    does:
      "Deletes a one-off upload, by its timestamp, or a recording, sealed or not: a tombstone takes the place of its manifest, then the rest is " +
      "removed. Again is a success. A device that is still sending the recording is told " +
      "`RECORDING_DELETED` when it seals. On AWS the bucket keeps deleted objects for a while " +
      "(docs/operations.md).",
    errors: ["INPUT_INVALID", "RECORDING_CHANGING", "SERVICE_UNAVAILABLE"],
    body: { recordingId },
  },
};

/** Any call may be refused with these. */
export const COMMON_ERRORS: readonly ErrorCode[] = [
  "NOT_SIGNED_IN",
  "TOKEN_EXPIRED",
  "TOKEN_REFUSED",
  "SCOPE_MISSING",
  "IDENTITY_REFUSED",
  "THROTTLED",
  "BODY_NOT_JSON",
  "REQUEST_TOO_LARGE",
  "METHOD_UNSUPPORTED",
  "PROCEDURE_UNKNOWN",
  "INTERNAL",
];

/** The command to type, with `$TAPEDECK` and `$TOKEN` set. */
export function curlOf(name: string): string {
  const { body, query } = NOTES[name] ?? {};
  const call = `curl -s "$TAPEDECK/trpc/${name}" -H "authorization: Bearer $TOKEN"`;
  if (query !== undefined) {
    return `${call} \\\n  -G --data-urlencode 'input=${JSON.stringify(query)}'`;
  }
  if (body === undefined) return call;
  return `${call} \\
  -H 'content-type: application/json' \\
  -d '${JSON.stringify(body)}'`;
}

/** The PUT of a segment's grant, with its `url` as `$URL`. */
export const CURL_PUT = `printf 'not really sound' > segment.webm
curl -s -X PUT "$URL" --data-binary @segment.webm \\
  -H 'content-type: audio/webm;codecs=opus' \\
  -H 'cache-control: private, no-store' \\
  -H 'if-none-match: *' \\
  -H 'x-amz-checksum-sha256: ${stored.sha256}' \\
  -H 'x-amz-meta-format-version: 1' \\
  -H 'x-amz-meta-sample-count: 96000' \\
  -H 'x-amz-meta-start-sample: 0'`;
