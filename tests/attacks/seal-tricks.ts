// Seals by count and digest, and by list, over missing, different and other people's segments.
import type { Manifest, RecordingToPlay } from "@tapedeck/core/contract";
import type { Answer } from "../fixtures/stack/test-stack.ts";
import { unlessRefused, type Attack } from "./arena.ts";
import {
  byNewcomer,
  byOwnerOfTwo,
  bytesOf,
  digestOf,
  enter,
  segment,
  sha256Of,
  SEGMENT_SAMPLES,
} from "./newcomer.ts";
import { getRecording, onTheVictims } from "./other-libraries.ts";

const [first, second, third] = [segment(0), segment(1), segment(2)];
const both = digestOf(first, second);

const incomplete = (answer: Answer) => unlessRefused(answer, 422, "RECORDING_INCOMPLETE");
const altered = (answer: Answer) => unlessRefused(answer, 409, "RECORDING_ALTERED");
const sealed = (answer: Answer) => unlessRefused(answer, 409, "RECORDING_SEALED");
const invalid = (answer: Answer) => unlessRefused(answer, 400, "INPUT_INVALID");

/** An attacker who knows everything about the victim's recording seals it. */
const onVictims = Object.entries({
  "by its own digest": {},
  "by its own digest and the place where it lies": { userType: "hosts" },
  "with a gap of the attacker's own": { gaps: [{ startSample: 0, durationMs: 1, reason: "lost" }] },
}).map(([name, over]) =>
  onTheVictims(`sealing it ${name}`, async (arena, recordingId) => {
    const { data } = await getRecording(arena, arena.victim, recordingId);
    const digest = digestOf(...(data as RecordingToPlay).segments);
    const thief = await enter(arena, recordingId);
    return incomplete(await thief.seal({ segmentCount: 1, digest, ...over }));
  }),
);

const victimsMixed: readonly Attack[] = [
  onTheVictims("sealing it as the longest there can be", async (arena, recordingId) => {
    const { seal } = await enter(arena, recordingId);
    const answer = await seal({ segmentCount: 20_000, digest: both });
    // The server did not ask the bucket for all of them.
    const wasCut = answer.message?.endsWith(" and more.") === true;
    return incomplete(answer) ?? (wasCut ? undefined : `answered ${answer.message}`);
  }),
  onTheVictims("extending it by a segment of the attacker's own", async (arena, recordingId) => {
    const { data } = await getRecording(arena, arena.victim, recordingId);
    const thief = await enter(arena, recordingId);
    await thief.store(second);
    const digest = digestOf(...(data as RecordingToPlay).segments, second);
    return incomplete(await thief.seal({ segmentCount: 2, digest }));
  }),
  onTheVictims("its digest over a segment of the attacker's own", async (arena, recordingId) => {
    const { data } = await getRecording(arena, arena.victim, recordingId);
    const thief = await enter(arena, recordingId);
    await thief.store(first);
    const digest = digestOf(...(data as RecordingToPlay).segments);
    return altered(await thief.seal({ segmentCount: 1, digest }));
  }),
  onTheVictims("a manifest of the attacker's own under its id", async (arena, recordingId) => {
    const thief = await enter(arena, recordingId);
    await thief.store(first);
    const answer = await thief.seal({ segmentCount: 1, digest: digestOf(first), title: "mine" });
    // The thief seals a recording of their own; the victim sees nothing of it.
    return answer.status === 200 ? undefined : `the attacker's own was answered ${answer.text}`;
  }),
];

const byCount: readonly Attack[] = [
  byNewcomer("seal: a recording without a stored segment", async ({ seal }) =>
    incomplete(await seal({ segmentCount: 2, digest: both })),
  ),
  byOwnerOfTwo("seal: a count beyond the stored segments", async ({ seal }) =>
    incomplete(await seal({ segmentCount: 3, digest: digestOf(first, second, third) })),
  ),
  byNewcomer("seal: the second segment without the first", async ({ store, seal }) => {
    await store(second);
    return incomplete(await seal({ segmentCount: 2, digest: both }));
  }),
  ...Object.entries({
    "of the segments in the other order": digestOf(second, first),
    "of the first alone": digestOf(first),
    "of one more": digestOf(first, second, third),
    "of the first twice": digestOf(first, first),
    "of their hashes as text": sha256Of(first.sha256 + second.sha256),
    "of their bytes": sha256Of(Buffer.concat([bytesOf(0), bytesOf(1)])),
    "of nothing": digestOf(),
    "that is a segment's hash": first.sha256,
  }).map(([name, digest]) =>
    byOwnerOfTwo(`seal: a digest ${name}`, async ({ seal }) =>
      altered(await seal({ segmentCount: 2, digest })),
    ),
  ),
  byOwnerOfTwo("seal: fewer than the digest is of", async ({ seal }) =>
    altered(await seal({ segmentCount: 1, digest: both })),
  ),
  ...Object.entries({
    "leaves a hole": [first, segment(1, { startSample: SEGMENT_SAMPLES + 1 })],
    "lies over the one before": [first, segment(1, { startSample: 0 })],
    "begins after the start": [segment(0, { startSample: 1 }), second],
  }).map(([name, stored]) =>
    byNewcomer(`seal: a segment that ${name}`, async ({ store, seal }) => {
      await store(...stored);
      return altered(await seal({ segmentCount: 2, digest: both }));
    }),
  ),
];

const byList: readonly Attack[] = [
  ...Object.entries({
    "another size": { sizeBytes: second.sizeBytes + 1 },
    "other bytes": { sha256: third.sha256 },
    "a longer sound": { sampleCount: SEGMENT_SAMPLES + 960 },
  }).map(([name, over]) =>
    byOwnerOfTwo(`seal: a list that gives a segment ${name}`, async ({ seal }) =>
      altered(await seal({ segments: [first, { ...second, ...over }] })),
    ),
  ),
  byOwnerOfTwo("seal: a list with a segment that is not stored", async ({ seal }) =>
    incomplete(await seal({ segments: [first, second, third] })),
  ),
  byOwnerOfTwo("seal: a list that leaves one out", async ({ seal }) =>
    incomplete(await seal({ segments: [second] })),
  ),
];

/** A sealed recording stays as it was. */
const sealedBefore = Object.entries<{
  readonly again: object;
  readonly outcome: (answer: Answer) => string | undefined;
}>({
  "made shorter by its beginning's digest": {
    again: { segmentCount: 1, digest: digestOf(first) },
    // A device that remembers only the beginning gets the whole manifest.
    outcome: ({ status, data }) =>
      status === 200 && (data as Manifest).segments.length === 2 ? undefined : "it is shorter",
  },
  "made longer by a missing segment": {
    again: { segmentCount: 3, digest: digestOf(first, second, third) },
    outcome: incomplete,
  },
  "by another's digest": {
    again: { segmentCount: 2, digest: digestOf(third, second) },
    outcome: altered,
  },
  "by a list of its beginning that is not so": {
    again: { segments: [{ ...first, sha256: third.sha256 }] },
    outcome: altered,
  },
  "with a gap that it did not have": {
    again: {
      segmentCount: 2,
      digest: both,
      gaps: [{ startSample: SEGMENT_SAMPLES, durationMs: 5, reason: "lost" }],
    },
    outcome: sealed,
  },
  "under another title": {
    again: { segmentCount: 2, digest: both, title: "another" },
    outcome: ({ data }) =>
      (data as Manifest).title === "the attacker's own" ? undefined : "the title is another",
  },
}).map(([name, { again, outcome }]) =>
  byOwnerOfTwo(`seal: a sealed one ${name}`, async (owner) => {
    const { recordingId, seal, call } = owner;
    const honest = await seal({ segmentCount: 2, digest: both, title: "the attacker's own" });
    if (honest.status !== 200) return `could not be tried: ${honest.text}`;
    const told = outcome(await seal(again));
    if (told !== undefined) return told;
    const { data } = await call("recordings.get", { recordingId });
    const { segmentCount, gaps, title } = data as RecordingToPlay;
    const is = `${segmentCount} ${gaps.length} ${title}`;
    return is === "2 0 the attacker's own" ? undefined : `it became ${is}`;
  }),
);

/** Fields that replace a count of 2 and the digest of both. */
const MALFORMED: Readonly<Record<string, object>> = {
  "both shapes at once": { segments: [first, second] },
  "a list beside a count": { segments: [first, second], digest: undefined },
  "a list beside a digest": { segments: [first, second], segmentCount: undefined },
  "an empty list beside both": { segments: [] },
  "a count without a digest": { digest: undefined },
  "a digest without a count": { segmentCount: undefined },
  neither: { segmentCount: undefined, digest: undefined },
  "a count of none": { segmentCount: 0 },
  "a count below none": { segmentCount: -1 },
  "half a segment": { segmentCount: 1.5 },
  "a count as a text": { segmentCount: "2" },
  "a count in a list": { segmentCount: [2] },
  "a count above the longest": { segmentCount: 20_001 },
  "no count, said so": { segmentCount: null },
  "a digest in hex": { digest: Buffer.from(both, "base64").toString("hex") },
  "a digest in base64url": { digest: both.replace(/.$/, "").replaceAll("+", "-") },
  "a digest with bits left over": { digest: `${both.slice(0, 42)}B=` },
  "a digest with a line after it": { digest: `${both}\n` },
  "a digest in a list": { digest: [both] },
  "an empty digest": { digest: "" },
};

const malformed = Object.entries(MALFORMED).map(([name, over]) =>
  byOwnerOfTwo(`seal: ${name}`, async ({ seal }) =>
    invalid(await seal({ segmentCount: 2, digest: both, ...over })),
  ),
);

export const sealAttacks: readonly Attack[] = [
  ...onVictims,
  ...victimsMixed,
  ...byCount,
  ...byList,
  ...sealedBefore,
  ...malformed,
];
