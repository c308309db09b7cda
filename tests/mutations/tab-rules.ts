// Rules about several tabs, and tabs that die. See simulation-rules.ts.
import type { Mutation } from "./mutation.ts";

const leader = "recorder/src/upload/leader.ts";
const uploads = "recorder/src/upload/uploads.ts";
const recover = "recorder/src/journal/recover.ts";

export const tabRules: readonly Mutation[] = [
  {
    rule: "every tab uploads",
    file: uploads,
    find: "environment.lock(uploaderLock(owner), signal)",
    replace: "environment.lock(uploaderLock(owner) + environment.random01(), signal)",
  },
  {
    rule: "a recording is taken for left behind while it is being made",
    file: uploads,
    find: "const unlock = await environment.lock(recordingLock(recordingId), signal);",
    replace: "const unlock = () => {};",
  },
  {
    rule: "what a dead tab left behind is not finished",
    file: leader,
    find: 'if (state === "open") ends.push(awaitEnd(recordingId));',
    replace: "",
  },
  {
    rule: "a rescued recording is remembered before its segments are",
    file: recover,
    find: "await records.putSegments(segments.filter(({ sequence }) => !isRemembered.has(sequence)));",
    replace: "await records.putRecording(record);\n    await records.putSegments(segments);",
  },
];
