// Asks for grants beyond a recording's bounds, which limit how far a stolen token can fill a bucket.
import { formatTimestamp } from "@tapedeck/core/ids";
import { unlessRefused, type Attack } from "./arena.ts";
import { byNewcomer, segment, type Newcomer } from "./newcomer.ts";

/** 40,000 bytes for each of the two seconds of a segment, and 16 KiB besides. */
const MOST_BYTES = 96_384;

/** Fields of a segment, and what they are within the bounds; `undefined`: there is no nearest. */
const SEGMENTS: Readonly<Record<string, readonly [beyond: object, within: object | undefined]>> = {
  "one byte more than its sound": [{ sizeBytes: MOST_BYTES + 1 }, { sizeBytes: MOST_BYTES }],
  "a file around one sample": [
    { sampleCount: 1, sizeBytes: 16_385 },
    { sampleCount: 1, sizeBytes: 16_384 },
  ],
  "one byte more than a minute of sound": [
    { sampleCount: 2_880_000, sizeBytes: 2_416_385 },
    { sampleCount: 2_880_000, sizeBytes: 2_416_384 },
  ],
  "the largest object for a minute": [
    { sampleCount: 2_880_000, sizeBytes: 8_388_608 },
    { sampleCount: 2_880_000 },
  ],
  "one sample more than a minute": [{ sampleCount: 2_880_001 }, { sampleCount: 2_880_000 }],
  "one segment more than a recording": [{ sequence: 20_000 }, { sequence: 19_999 }],
  "the last sequence of a key": [{ sequence: 999_999 }, undefined],
  "a sequence of seven digits": [{ sequence: 1_000_000 }, undefined],
  "a sequence before the first": [{ sequence: -1 }, { sequence: 0 }],
  "no sound": [{ sampleCount: 0 }, { sampleCount: 1 }],
  "sound that runs backwards": [{ sampleCount: -96_000 }, undefined],
  "half a sample": [{ sampleCount: 0.5 }, undefined],
  "no bytes": [{ sizeBytes: 0 }, { sizeBytes: 1 }],
  "bytes as a text": [{ sizeBytes: "320" }, undefined],
  "a start before the recording": [{ startSample: -1 }, { startSample: 0 }],
  "a start beyond exact numbers": [{ startSample: 2 ** 52 + 1 }, { startSample: 2 ** 52 }],
  "a type of its own": [{ contentType: "text/html" }, undefined],
  "metadata of its own": [{ metadata: { "deleted-at": "now" } }, undefined],
};

const presign = ({ call, recordingId }: Newcomer, segments: unknown, over: object = {}) =>
  call("segments.presign", { recordingId, segments, ...over });

const ofSegments = Object.entries(SEGMENTS).map(([name, [beyond, within]]) =>
  byNewcomer(`bound: a segment with ${name}`, async (newcomer) => {
    const answer = await presign(newcomer, [{ ...segment(0), ...beyond }]);
    const outcome = unlessRefused(answer, 400, "INPUT_INVALID");
    if (outcome !== undefined || within === undefined) return outcome;
    const honest = await presign(newcomer, [{ ...segment(0), ...within }]);
    return honest.status === 200
      ? undefined
      : `a grant within the bounds was answered ${honest.text}`;
  }),
);

const ofCalls: readonly Attack[] = [
  byNewcomer("bound: a segment with too much behind one that is right", async (newcomer) => {
    const segments = [segment(0), { ...segment(1), sizeBytes: MOST_BYTES + 1 }];
    const answer = await presign(newcomer, segments);
    // Not even with the right answer.
    return answer.text.includes("X-Amz-Signature")
      ? "it was given a grant"
      : unlessRefused(answer, 400, "INPUT_INVALID");
  }),
  byNewcomer("bound: grants for one segment twice", async (newcomer) =>
    unlessRefused(await presign(newcomer, [segment(0), segment(0)]), 400, "INPUT_INVALID"),
  ),
  byNewcomer("bound: one grant more than a call may ask for", async (newcomer) => {
    const segments = Array.from({ length: 101 }, (_, sequence) => segment(sequence));
    return unlessRefused(await presign(newcomer, segments), 400, "INPUT_INVALID");
  }),
  ...Object.entries({ "two days": 172_800e6, "a century": 3_155_760_000e6 }).map(([name, ahead]) =>
    byNewcomer(`bound: a recording dated ${name} ahead`, async (newcomer) => {
      const recordingId = `${formatTimestamp(Date.now() * 1000 + ahead)}-ABCDEF`;
      const answer = await presign(newcomer, [segment(0)], { recordingId });
      return unlessRefused(answer, 400, "RECORDING_FROM_FUTURE");
    }),
  ),
];

const { sizeBytes, sha256 } = segment(0);
const UPLOADS: Readonly<Record<string, object>> = {
  "one byte more than an object": { sizeBytes: 8_388_609 },
  "a page's type": { contentType: "text/html" },
  "a type with another codec": { contentType: "audio/webm;codecs=opus,text/html" },
  "a type with a line after it": { contentType: "audio/webm\r\nx-amz-acl: public-read" },
  "a hash of 31 bytes": { sha256: Buffer.alloc(31).toString("base64") },
  "a key's end": { sequence: 0 },
};

const ofUploads = Object.entries(UPLOADS).map(([name, over]) =>
  byNewcomer(`bound: an upload with ${name}`, async ({ call }) => {
    const input = { contentType: "audio/webm", sizeBytes, sha256, ...over };
    return unlessRefused(await call("uploads.presign", input), 400, "INPUT_INVALID");
  }),
);

export const boundAttacks: readonly Attack[] = [...ofSegments, ...ofCalls, ...ofUploads];
