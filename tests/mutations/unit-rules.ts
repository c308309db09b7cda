// Rules of the promise that the simulation meets too seldom: a unit test must see each of them broken.
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
];
