// The one reducer of all uploads: what happened becomes a new state and a list of things to do. Pure and
// total: an event that means nothing in a state changes nothing, because answers come late or twice.
import type { RecordingId } from "../ids.ts";
import { itemAt } from "../paged-list.ts";
import { failGrants, failPut, takeGrants, takeHash, takePutEnd, takeVerify } from "./answers.ts";
import type { UploadCommand } from "./command.ts";
import type { UploadEvent } from "./event.ts";
import { failed, sealFailed } from "./failures.ts";
import { endTimer, retry, wake } from "./resume.ts";
import { takeSaved } from "./save.ts";
import { schedule } from "./schedule.ts";
import { hasAny, OPEN_KINDS, positionsIn } from "./segment-list.ts";
import { settle } from "./settle.ts";
import { beginStep, type Moment, type Step } from "./step.ts";
import { takeRecords } from "./take-records.ts";
import { gapsOfSetClock, withoutGaps, type ServerTime } from "./unsure-gaps.ts";
import {
  findRecording,
  mapRecordings,
  replaceRecording,
  type RecordingUpload,
  type UploadState,
} from "./upload-state.ts";

/**
 * @param moment - of the event
 * @returns the state after it, and what to do, in order
 */
export function reduce(
  state: UploadState,
  event: UploadEvent,
  moment: Moment,
): readonly [UploadState, readonly UploadCommand[]] {
  const step = beginStep(moment, state.nextTimer);
  const { commands } = step;
  const happened = take(state, event, step);
  const news = newsOf(state, happened);
  commands.push(...news);
  // Only what is new is saved before the wait is over: else a full disk would be written to without a pause.
  const isSaveDue = happened.saving.kind === "failed" && news.length > 0;
  const next = schedule(isSaveDue ? { ...happened, saving: { kind: "idle" } } : happened, step);
  commands.push(...newsOf(happened, next));
  return [{ ...next, nextTimer: step.nextTimer() }, commands];
}

function take(state: UploadState, event: UploadEvent, step: Step): UploadState {
  switch (event.kind) {
    case "records-read":
      return takeRecords(state, event.record, event.segments, event.isSaved);
    case "granted":
      return takeGrants(state, event, step);
    case "grants-failed":
      return failGrants(state, event, step);
    case "put-ended":
      return takePutEnd(state, event);
    case "put-failed":
      return failPut(state, event, step);
    case "hashed":
      return takeHash(state, event);
    case "hash-failed":
      return settle(state, event, "hashing", (upload) => failed(upload, event.error, step));
    case "verdicts-given":
      return takeVerify(state, event, step);
    case "verify-failed":
      return settle(state, event, "verifying", (upload) => failed(upload, event.error, step));
    case "sealed":
      return settleSeal(state, event, sealed);
    case "seal-failed":
      return settleSeal(state, event, (recording) => sealFailed(recording, event.error, step));
    case "timer-rang":
      return endTimer(state, event.timer);
    case "woken":
      return wake(state, event.cause);
    case "retried":
      return retry(state, event.segment);
    case "server-time-told":
      return settleGaps(state, event.time);
    case "saved":
      return takeSaved(state, event, step);
  }
}

/** @param of - an answer about its manifest, which changes nothing unless it is awaited */
function settleSeal(
  state: UploadState,
  of: { readonly recordingId: RecordingId; readonly isServerOlder?: boolean },
  change: (recording: RecordingUpload) => RecordingUpload,
): UploadState {
  const recording = findRecording(state, of.recordingId);
  if (recording?.seal.kind !== "asking") return state;
  const { isServerOlder = state.isServerOlder } = of;
  return { ...replaceRecording(state, change(recording)), isServerOlder };
}

function sealed(recording: RecordingUpload): RecordingUpload {
  const settled = { ...recording, seal: { kind: "none" } } as const;
  // The manifest lacks what has been found since. It must not be deleted with the rest.
  if (hasAny(recording.segments, OPEN_KINDS)) return settled;
  const record = { ...recording.record, state: "sealed", wait: undefined } as const;
  return { ...settled, record };
}

/** What a set clock left in recordings that have ended is no gap; of one that goes on, its recorder says. */
function settleGaps(state: UploadState, time: ServerTime): UploadState {
  return mapRecordings(state, (recording) => {
    const { record } = recording;
    if (!record.unsure || record.state === "open" || record.state === "sealed") return recording;
    const none = gapsOfSetClock(record.unsure, time);
    if (none === undefined) return recording;
    const settled = { ...record, gaps: withoutGaps(record.gaps, none), unsure: undefined };
    return { ...recording, record: settled };
  });
}

/** Which records differ now from what the device has. */
function newsOf(before: UploadState, after: UploadState): readonly UploadCommand[] {
  return after.recordings.flatMap((recording): readonly UploadCommand[] => {
    const { recordingId } = recording.record;
    const known = findRecording(before, recordingId);
    if (known === recording) return [];
    const sequences = [...positionsIn(recording.segments, ["unsaved"])].flatMap((position) => {
      const record = itemAt(recording.segments, position)?.record;
      const isKnown = known && itemAt(known.segments, position)?.record === record;
      return record && !isKnown ? [record.sequence] : [];
    });
    const { record, saved } = recording;
    const isRecordNew = record !== saved && record !== known?.record;
    if (sequences.length === 0 && !isRecordNew) return [];
    return [{ kind: "tell", recordingId, sequences }];
  });
}
