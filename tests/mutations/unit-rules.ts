// Rules that the simulation meets too seldom, or that a second lock keeps when they are broken: a unit test must
// see each of them broken.
import type { Mutation } from "./mutation.ts";

export interface UnitMutation extends Mutation {
  /** The file of tests that sees it. */
  readonly seenBy: string;
}

export const unitRules: readonly UnitMutation[] = [
  {
    // Only a disk that is freed within one save writes the one record and not the others.
    rule: "the leader writes 'ended' before the segments have their records",
    file: "core/src/upload/save.ts",
    find: 'return !hasAny(segments, ["unrecorded"]);',
    replace: "return segments.length >= 0;",
    seenBy: "packages/core/src/upload/save.test.ts",
  },
  {
    // A page that is told nothing looks every 5 s all the same: it is only late.
    rule: "a change is not told to the other tabs",
    file: "recorder/src/upload/uploads.ts",
    find: 'channel.post({ kind: "recording-changed", recordingId, sequences }),',
    replace: "undefined,",
    seenBy: "packages/recorder/src/upload/uploads.test.ts",
  },
  {
    // The last one has to die between what it wrote and what it says.
    rule: "a new leader does not look what the last one sealed",
    file: "recorder/src/upload/uploads.ts",
    find: "for (const recordingId of view.unsealed()) view.changed(recordingId, []);",
    replace: "",
    seenBy: "packages/recorder/src/upload/uploads.test.ts",
  },
  {
    // Until an old tab reads the device anew, it shows as unsealed what is sealed.
    rule: "a tab that is opened is not told what was sealed and not yet forgotten",
    file: "recorder/src/upload/uploads.ts",
    find: 'if (record.state === "sealed") tellOldTabs(record.recordingId, []);',
    replace: "",
    seenBy: "packages/recorder/src/upload/old-tabs.test.ts",
  },
  {
    // A machine has to sleep within one of the few answers from which its clock is judged.
    rule: "the server's time is read off an answer during which the machine slept",
    file: "web/src/api/server-clock.ts",
    find: "> JUMP_MS) return;",
    replace: "> JUMP_MS && roundTripMs < 0) return;",
    seenBy: "packages/web/src/api/server-clock.test.ts",
  },
  {
    // The checksum binds it too, and S3 refuses a PUT that lacks one of both: no attack gets in.
    rule: "a grant does not bind the length",
    file: "functions/src/s3/grant-signer.ts",
    find: '    "content-length": String(put.sizeBytes),\n',
    replace: "",
    seenBy: "packages/functions/src/s3/grant-signer.test.ts",
  },
  {
    // The bucket's policy refuses a PUT without the header, so every upload fails.
    rule: "a grant overwrites what is there",
    file: "functions/src/s3/grant-signer.ts",
    find: '    "if-none-match": "*",\n',
    replace: "",
    seenBy: "packages/functions/src/s3/grant-signer.test.ts",
  },
  {
    // Nothing that is stored without a checksum is sealed: an honest caller fails before any attack.
    rule: "a grant does not bind the bytes",
    file: "functions/src/s3/grant-signer.ts",
    find: '    "x-amz-checksum-sha256": put.sha256,\n',
    replace: "",
    seenBy: "packages/functions/src/s3/grant-signer.test.ts",
  },
  {
    // Nothing that is stored without it is sealed: an honest caller fails before any attack.
    rule: "a grant does not bind the metadata",
    file: "functions/src/s3/grant-signer.ts",
    find: "    ...(Object.fromEntries(metadata) as Record<string, string>),\n",
    replace: "",
    seenBy: "packages/functions/src/s3/grant-signer.test.ts",
  },
  {
    // It is one only between a seal that extends and the file that follows.
    rule: "a file that lacks segments counts as the whole recording",
    file: "core/src/usecase/get-recording.ts",
    find: "digestOfWholeFile(head) !== (await segmentsDigest(segments, sha256))",
    replace: "digestOfWholeFile(head) === undefined",
    seenBy: "packages/core/src/usecase/library.test.ts",
  },
  {
    // The tab finds it in the records within 5 s: it is only late.
    rule: "what a leader of the release before tells is left alone, because it lacks a field",
    file: "recorder/src/upload/uploads.ts",
    find: "for (const news of newsOfOldTab(message)) hearNews(news);",
    replace:
      'if (message.kind === "changed" && message.views.recordings.some((view) => view.missingMs === undefined)) return;\n        for (const news of newsOfOldTab(message)) hearNews(news);',
    seenBy: "packages/recorder/src/upload/old-tabs.test.ts",
  },
  {
    // The delete has to come between the file's PUT and the look at the manifest.
    rule: "a whole file stays of a recording that was deleted meanwhile",
    file: "core/src/usecase/make-whole-file.ts",
    find: 'if ((await manifestOf(recordingId, identity, ports)) !== undefined) return "made";',
    replace: 'if (outcome === "stored") return "made";',
    seenBy: "packages/core/src/usecase/make-whole-file.test.ts",
  },
  {
    // Seed 13438: a full disk, two changes of groups and a recovery, in one recording.
    rule: "a recording that was recovered elsewhere is sealed a second time",
    file: "core/src/usecase/seal-in-one-place.ts",
    find: "if (elsewhere === undefined) return sealRecording(input, own, ports);",
    replace: "return sealRecording(input, own, ports);",
    seenBy: "packages/core/src/usecase/seal-in-one-place.test.ts",
  },
  {
    rule: "a manifest that names more goes when another is sealed",
    file: "core/src/usecase/seal-in-one-place.ts",
    find: "if (holdsAllOf(manifest, elsewhere.manifest)) {",
    replace: "{",
    seenBy: "packages/core/src/usecase/seal-in-one-place.test.ts",
  },
];
