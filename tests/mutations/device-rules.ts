// Rules about the device's clocks, its microphone, and tabs of the release before. See simulation-rules.ts.
import type { Mutation } from "./mutation.ts";

const gapWatch = "recorder/src/capture/gap-watch.ts";
const sharedNames = "recorder/src/upload/shared-names.ts";
const uploads = "recorder/src/upload/uploads.ts";

export const deviceRules: readonly Mutation[] = [
  // Clocks that are set, and sound that is lost.
  {
    rule: "a clock that is set leaves a gap",
    file: gapWatch,
    find: "add(serverTime ? { ...gap, isUnsure: true } : gap);",
    replace: "add(gap);",
  },
  {
    rule: "a clock that is set back is forgotten by the record of a gap that may be none",
    file: gapWatch,
    find: "if (noted.some(({ isUnsure }) => isUnsure)) gaps = undefined;",
    replace: "",
  },
  {
    rule: "the seal does not settle what the recorder could not",
    file: "core/src/upload/reduce.ts",
    find: "return settleGaps(state, event.time);",
    replace: "return state;",
  },
  {
    rule: "a device that sleeps leaves no gap",
    file: gapWatch,
    find: "const JUMP_MS = 3000;",
    replace: "const JUMP_MS = 1e15;",
  },
  {
    rule: "a device that sleeps is taken for a clock that is set",
    file: "core/src/upload/unsure-gaps.ts",
    find: "const movedMs = unsure.offsetMs - time.offsetMs;",
    replace: "const movedMs = gaps.reduce((sum, { durationMs }) => sum + durationMs, 0);",
  },
  {
    rule: "sound that never came leaves no gap",
    file: gapWatch,
    find: 'add({ startSample: each.startSample, durationMs, reason, foundBy: "sound" });',
    replace: "",
  },
  {
    rule: "a grant's expiry is read by the device's clock",
    file: "core/src/upload/answers.ts",
    find: "grant, usableUntilMs, failedAttempts",
    replace: "grant, usableUntilMs: Date.parse(grant.expiresAt) - 30_000, failedAttempts",
  },
  // Sound that changes under way.
  {
    rule: "the rate of the first sound is taken for that of all",
    file: "recorder/src/encode/packet-encoder.ts",
    find: "gather(resampler.take(samples, sampleRateHz));",
    replace: "gather(resampler.take(samples, SAMPLE_RATE_HZ));",
  },
  {
    rule: "what waits in the resampler is forgotten where the rate changes",
    file: "recorder/src/encode/resampler.ts",
    find: "filter = change(filter, rateHz, samples[0] ?? 0);",
    replace: "filter = begin(rateHz);",
  },
  {
    rule: "a second channel makes the sound longer",
    file: "recorder/src/capture/pcm-source.ts",
    find: "const mono = new Float32Array(data.numberOfFrames);",
    replace: "const mono = new Float32Array(data.numberOfFrames * data.numberOfChannels);",
  },
  // Groups that change under way.
  {
    rule: "a recording moves with its person's groups",
    file: "core/src/usecase/find-place.ts",
    find: "? there : identity",
    replace: "? identity : identity",
  },
  {
    rule: "the device forgets where a recording began",
    file: "core/src/upload/page-facts.ts",
    find: "return { offsets, foundUnder, grantedUnder };",
    replace: "return { offsets, foundUnder: undefined, grantedUnder: undefined };",
  },
  // Tabs of the release before.
  {
    rule: "the one who uploads holds another lock than in the release before",
    file: sharedNames,
    find: "`tapedeck-uploader-${owner}`",
    replace: "`tapedeck-uploads-of-${owner}`",
  },
  {
    rule: "the one who records holds another lock than in the release before",
    file: sharedNames,
    find: "`tapedeck-recording-${recordingId}`",
    replace: "`tapedeck-recorder-of-${recordingId}`",
  },
  {
    rule: "a tab of the release before is not told what its leader does",
    file: uploads,
    find: "if (views) channel.post(views);",
    replace: "",
  },
];
