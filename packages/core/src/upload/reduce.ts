// The one reducer of all uploads: what happened becomes a new state and a list of things to do. Pure and
// total: an event that means nothing in a state changes nothing, because answers come late or twice.
import {
  failGrants,
  failHash,
  failPut,
  failVerify,
  ofRecording,
  takeGrants,
  takeHash,
  takePutEnd,
  takeVerify,
} from "./answers.ts";
import type { UploadCommand } from "./command.ts";
import type { UploadEvent } from "./event.ts";
import { failSeal } from "./failures.ts";
import { endTimer, retry, wake } from "./resume.ts";
import { takeSaved } from "./save.ts";
import { schedule } from "./schedule.ts";
import { takeRecords } from "./take-records.ts";
import { gapsOfSetClock, withoutGaps, type ServerTime } from "./unsure-gaps.ts";
import { replaceRecording, type RecordingUpload, type UploadState } from "./upload-state.ts";
import type { Moment } from "./waits.ts";

type Step = readonly [UploadState, readonly UploadCommand[]];

/**
 * @param moment - of the event
 * @returns the state after it, and what to do, in order
 */
export function reduce(state: UploadState, event: UploadEvent, moment: Moment): Step {
  const [happened, follows] = take(state, event, moment);
  // What a save leaves to be saved is no news: else a full disk would be written to without a pause.
  const news = event.kind === "saved" ? [] : newsOf(state, happened);
  const changeCount = state.changeCount + (news.length > 0 ? 1 : 0);
  const [next, starts] = schedule({ ...happened, changeCount }, moment);
  return [next, [...follows, ...news, ...newsOf(happened, next), ...starts]];
}

function take(state: UploadState, event: UploadEvent, moment: Moment): Step {
  switch (event.kind) {
    case "records-read":
      return [takeRecords(state, event.record, event.segments, event.isSaved), []];
    case "granted":
      return takeGrants(state, event, moment);
    case "grants-failed":
      return failGrants(state, event, moment);
    case "put-ended":
      return takePutEnd(state, event);
    case "put-failed":
      return failPut(state, event, moment);
    case "hashed":
      return takeHash(state, event);
    case "hash-failed":
      return failHash(state, event, moment);
    case "verdicts-given":
      return takeVerify(state, event, moment);
    case "verify-failed":
      return failVerify(state, event, moment);
    case "sealed":
      return ofRecording(state, event.recordingId, (now, recording) =>
        takeSeal(now, recording, event.isServerOlder),
      );
    case "seal-failed":
      return ofRecording(state, event.recordingId, (now, recording) =>
        failSeal(now, recording, event.error, moment),
      );
    case "timer-rang":
      return [endTimer(state, event.target), []];
    case "woken":
      return [wake(state, event.cause), []];
    case "retried":
      return [retry(state, event.segment), []];
    case "server-time-told":
      return [settleGaps(state, event.time), []];
    case "saved":
      return takeSaved(state, event);
  }
}

function takeSeal(before: UploadState, recording: RecordingUpload, isServerOlder: boolean): Step {
  if (recording.seal.kind !== "asking") return [before, []];
  const state = { ...before, isServerOlder };
  if (recording.open.length > 0) {
    // The manifest lacks what has been found since. It must not be deleted with the rest.
    return [replaceRecording(state, { ...recording, seal: { kind: "none" } }), []];
  }
  const record = { ...recording.record, state: "sealed", wait: undefined } as const;
  const sealed = { ...recording, record, isUnsaved: true, seal: { kind: "none" } } as const;
  return [replaceRecording(state, sealed), []];
}

/** What a set clock left in recordings that have ended is no gap; of one that goes on, its recorder says. */
function settleGaps(state: UploadState, time: ServerTime): UploadState {
  let next = state;
  for (const recording of state.recordings) {
    const { record } = recording;
    if (!record.unsure || record.state === "open" || record.state === "sealed") continue;
    const none = gapsOfSetClock(record.unsure, time);
    if (none === undefined) continue;
    const settled = { ...record, gaps: withoutGaps(record.gaps, none), unsure: undefined };
    next = replaceRecording(next, { ...recording, record: settled, isUnsaved: true });
  }
  return next;
}

/** Which records differ now from what the device has. */
function newsOf(before: UploadState, after: UploadState): readonly UploadCommand[] {
  return after.recordings.flatMap((recording): readonly UploadCommand[] => {
    const { recordingId } = recording.record;
    const known = before.recordings.find(({ record }) => record.recordingId === recordingId);
    if (known === recording) return [];
    // Where a segment came in between, positions of before mean others now.
    const isSameList = known?.segments.length === recording.segments.length;
    const told = isSameList ? known.dirty.length : 0;
    const sequences = recording.dirty.slice(told).flatMap((position) => {
      const upload = recording.segments[position];
      return upload?.isUnsaved === true ? [upload.record.sequence] : [];
    });
    const isRecordNew = recording.isUnsaved && recording.record !== known?.record;
    if (sequences.length === 0 && !isRecordNew) return [];
    return [{ kind: "tell", recordingId, sequences }];
  });
}
