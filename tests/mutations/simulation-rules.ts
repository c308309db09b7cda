// Rules of the promise, each with the smallest change of the source that breaks it: the simulation must
// see every one of them (tests/mutations/simulation.long.test.ts). What breaks in other ways, the unit tests see.

import { deviceRules } from "./device-rules.ts";
import type { Mutation } from "./mutation.ts";
import { recoverRules } from "./recover-rules.ts";
import { tabRules } from "./tab-rules.ts";

const ask = "core/src/upload/ask.ts";
const errors = "core/src/error-codes.ts";
const pageFacts = "core/src/upload/page-facts.ts";
const retry = "core/src/retry.ts";
const deviceView = "recorder/src/upload/device-view.ts";
const shownRecording = "recorder/src/upload/shown-recording.ts";

export const simulationRules: readonly Mutation[] = [
  // Sound leaves the device only when it is verified.
  {
    rule: "sound is deleted when S3 says that it stored it",
    file: pageFacts,
    find: "else if (isVerified && upload.hasFile)",
    replace: 'else if ((isVerified || state.kind === "uploaded") && upload.hasFile)',
  },
  {
    rule: "sound is deleted before there is a record of it",
    file: pageFacts,
    find: "else if (isVerified && upload.hasFile)",
    replace: "if (isVerified && upload.hasFile)",
  },
  {
    rule: "an answer of 200 is believed although the server found nothing",
    file: "core/src/upload/verdicts.ts",
    find: "return missed(upload, step);",
    replace: 'return inState(upload, { kind: "verified" });',
  },
  {
    rule: "a recording is sealed before all of it is verified",
    file: ask,
    find: 'if (record.state !== "ended" || isOpen ||',
    replace: 'if (record.state !== "ended" ||',
  },
  {
    rule: "a recording is sealed while it is being made",
    file: ask,
    find: 'if (record.state !== "ended" ||',
    replace: 'if ((record.state !== "ended" && record.state !== "open") ||',
  },
  // The page promises only what it can know.
  {
    rule: "what a private window holds is called safe",
    file: shownRecording,
    find: 'if (!storageLasts) safety = "may-be-forgotten";',
    replace: 'if (!storageLasts) safety = "on-device";',
  },
  {
    rule: "what is not in the bucket yet is called so",
    file: shownRecording,
    find: 'if (record.state === "sealed") continue;',
    replace: 'if (record.state !== "open") continue;',
  },
  {
    rule: "a recording whose records are there is shown as sealed",
    file: deviceView,
    find: "if (record === undefined) seal(recordingId);",
    replace: 'if (record === undefined || record.state === "ended") seal(recordingId);',
  },
  // The retry table.
  {
    rule: "without a network it is tried as if there were one",
    file: retry,
    find: 'if (!failed.online) return { kind: "wait-online" };',
    replace: "",
  },
  {
    rule: "without a network it is tried every second",
    file: "core/src/upload/waits.ts",
    find: "OFFLINE_PROBE_MS = 30_000",
    replace: "OFFLINE_PROBE_MS = 1_000",
  },
  {
    rule: "what failed is tried again at once",
    file: retry,
    find: "return Math.max(retryAfterMs, Math.round(random01 * step));",
    replace: "return retryAfterMs;",
  },
  {
    rule: "waits grow without end",
    file: retry,
    find: "Math.min(MAX_DELAY_MS, BASE_DELAY_MS * 2 ** attempt)",
    replace: "BASE_DELAY_MS * 2 ** (attempt + 8)",
  },
  {
    rule: "Retry-After is not obeyed",
    file: retry,
    find: "return Math.max(retryAfterMs, Math.round(random01 * step));",
    replace: "return Math.round(random01 * step);",
  },
  {
    rule: "503 and lost connections are final",
    file: retry,
    find: 'return { kind: "retry", inMs: delayMs(failed) };',
    replace: 'return { kind: "give-up" };',
  },
  {
    rule: "412 is final",
    file: retry,
    find: 'return { kind: "verify" };',
    replace: 'return { kind: "give-up" };',
  },
  {
    rule: "S3's refusal is final when the bytes were read anew",
    file: retry,
    find: 'return { kind: "rehash", inMs: soonMs(failed) };',
    replace: 'return failed.attempt === 0 ? { kind: "rehash", inMs: 0 } : { kind: "give-up" };',
  },
  // Refusals of strangers.
  {
    rule: "a stranger's answer to an upload is final",
    file: errors,
    find: 'BUCKET_BLOCKED: "backoff"',
    replace: 'BUCKET_BLOCKED: "never"',
  },
  {
    rule: "a stranger's answer in the place of the API is final",
    file: errors,
    find: 'SERVICE_BLOCKED: "backoff"',
    replace: 'SERVICE_BLOCKED: "never"',
  },
  {
    rule: "a stranger's Retry-After is obeyed, however long it is",
    file: "core/src/foreign-answer.ts",
    find: "Math.min(waitMs, MAX_DELAY_MS)",
    replace: "waitMs",
  },
  {
    rule: "an expired grant is final",
    file: retry,
    find: 'return { kind: "presign-again", inMs: soonMs(failed) };',
    replace: 'return { kind: "give-up" };',
  },
  {
    rule: "an ended session is final",
    file: retry,
    find: 'return { kind: "wait-sign-in" };',
    replace: 'return { kind: "give-up" };',
  },
  {
    rule: "a server of the release before is not asked again as it wants it",
    file: "recorder/src/upload/ask-newest.ts",
    find: 'if (toAppError(thrown).code !== "INPUT_INVALID") throw thrown;',
    replace: "throw thrown;",
  },
  {
    rule: "nothing wakes what waits",
    file: "recorder/src/upload/uploader.ts",
    find: 'dispatch({ kind: "timer-rang", timer: command.timer });',
    replace: "",
  },
  {
    rule: "a call without an answer is waited for without end",
    file: "recorder/src/upload/api-calls.ts",
    find: "setTimer: environment.setTimer,",
    replace: "setTimer: () => () => undefined,",
  },
  // What is in the recording.
  {
    rule: "one segment lacks its last packet",
    file: "recorder/src/journal/journal-segment.ts",
    find: "packets.slice(0, header.skipPackets + soundPackets)",
    replace:
      "packets.slice(0, header.skipPackets + soundPackets - (header.sequence === 3 ? 1 : 0))",
  },
  {
    rule: "pauses are not in the manifest",
    file: "recorder/src/encode/encoding.ts",
    find: "journal.noteGaps(notedGaps, unsure);",
    replace: "",
  },
  // What only the reference model, a page's word at every step, or the service worker shows.
  {
    rule: "a record says that its recording goes on, after it has ended",
    file: "recorder/src/journal/recording-journal.ts",
    find: 'record = { ...record, state: "ended" };\n          await records.putRecording(record);',
    replace:
      'record = { ...record, state: "ended" };\n          await records.putRecording(record);\n          await records.putRecording({ ...record, state: "open" });',
  },
  {
    rule: "a recording is shown as sealed when it has ended",
    file: "recorder/src/upload/shown-recording.ts",
    find: "state: waitingStatus(record, nowMs) ?? record.state",
    replace:
      'state: record.state === "ended" ? "sealed" : (waitingStatus(record, nowMs) ?? record.state)',
  },
  {
    rule: "a page does not read again what has changed",
    file: "recorder/src/upload/device-view.ts",
    find: "unread.clear();\n    void readInTurn();",
    replace: "unread.clear();",
  },
  {
    rule: "the service worker uploads beside a tab",
    file: "recorder/src/upload/drain.ts",
    find: ".lock(uploaderLock(owner), ended.signal)",
    replace: '.lock(uploaderLock(owner) + "-worker", ended.signal)',
  },
  ...tabRules,
  ...deviceRules,
  ...recoverRules,
];
