// Starts whatever can be started, oldest first: hashes, requests for grants, PUTs, verifies, seals.
import { LIMITS } from "../limits.ts";
import { itemAt } from "../paged-list.ts";
import { reportOf } from "./bucket-watch.ts";
import type { UploadCommand } from "./command.ts";
import { scheduleSave } from "./save.ts";
import { hasAny, OPEN_KINDS, positionsIn, userTypeIn } from "./segment-list.ts";
import { attemptsOf, type SegmentState } from "./segment-state.ts";
import {
  inState,
  replaceRecording,
  segmentRecordsOf,
  withSegments,
  type RecordingUpload,
  type SegmentUpload,
  type UploadState,
} from "./upload-state.ts";
import { askAgain } from "./verdicts.ts";
import type { Moment } from "./waits.ts";

/**
 * PUTs at a time. S3 speaks HTTP/1.1, over which browsers open six connections to a host: four
 * drain a backlog about as fast as an uplink can, and leave two for playing back.
 */
const MAX_PUTS = 4;

/**
 * While a recording goes on, the next request for grants verifies what is stored: it comes within 10 s where
 * segments have that length, as most have. Where it does not, after a pause or with longer segments, this
 * is how long verifying waits for it.
 */
const HOLD_MS = 12_000;

type Step = readonly [UploadState, readonly UploadCommand[]];
type Rule = (state: UploadState, moment: Moment) => Step;

const RULES: readonly Rule[] = [
  askAgain,
  startHashing,
  startPuts,
  // After the PUTs have taken theirs: in a backlog the request then names a hundred to verify, just before
  // they would fill a call of their own.
  requestGrants,
  startVerifying,
  startSealing,
  scheduleSave,
];

export function schedule(state: UploadState, moment: Moment): Step {
  const commands: UploadCommand[] = [];
  let next = state;
  for (const rule of RULES) {
    const [after, more] = rule(next, moment);
    next = after;
    commands.push(...more);
  }
  return [next, commands];
}

function startHashing(state: UploadState): Step {
  return startEach(state, {
    room: MAX_PUTS - state.hashCount,
    from: "unhashed",
    isReady: () => true,
    start: (upload, { record: { storage } }) => {
      const { state: before } = upload;
      if (before.kind !== "unhashed") return undefined;
      return {
        upload: inState(upload, { ...before, kind: "hashing" }),
        command: { kind: "hash", segment: upload.record, storage },
      };
    },
    count: (now, started) => ({ ...now, hashCount: now.hashCount + started }),
  });
}

/**
 * Asks when fewer grants are left than can be used at once, and then for as many as one call may name: a
 * backlog takes few calls, and no grant lies about until it has expired.
 */
function requestGrants(state: UploadState, { nowMs }: Moment): Step {
  if (state.isRequesting) return [state, []];
  let unused = 0;
  for (const recording of state.recordings) {
    const batch: number[] = [];
    // One whose grant was not used in time needs another.
    for (const position of positionsIn(recording.segments, ["journaled", "granted"])) {
      const upload = itemAt(recording.segments, position);
      if (upload && isGranted(upload, nowMs)) unused += 1;
      else if (batch.length < LIMITS.segmentsPerCall) batch.push(position);
      else break;
    }
    if (unused >= MAX_PUTS) return [state, []];
    if (batch.length > 0) return requestFor(state, recording, batch, nowMs);
  }
  return [state, []];
}

function requestFor(
  state: UploadState,
  recording: RecordingUpload,
  batch: readonly number[],
  nowMs: number,
): Step {
  const asked = state.isServerOlder ? [] : uploadedOf(recording);
  const requesting = withSegments(recording, batch, (upload) =>
    inState(upload, { kind: "requested", failedAttempts: attemptsOf(upload.state) }),
  );
  const command: UploadCommand = {
    kind: "request-grants",
    recordingId: recording.record.recordingId,
    segments: recordsAt(recording, batch),
    verify: recordsAt(recording, asked),
    userType: userTypeOf(recording),
    refused: reportOf(state.bucket, nowMs),
    isServerOlder: state.isServerOlder,
  };
  const next = replaceRecording(state, withSegments(requesting, asked, toVerifying));
  return [{ ...next, isRequesting: true }, [command]];
}

function startPuts(state: UploadState, { nowMs }: Moment): Step {
  return startEach(state, {
    room: MAX_PUTS - state.putCount,
    from: "granted",
    isReady: (upload) => isGranted(upload, nowMs),
    start: (upload, { record: { storage } }) => {
      const { state: before } = upload;
      if (before.kind !== "granted") return undefined;
      const { grant, failedAttempts } = before;
      return {
        upload: inState(upload, { kind: "uploading", failedAttempts }),
        command: { kind: "put", segment: upload.record, storage, grant },
      };
    },
    count: (now, started) => ({ ...now, putCount: now.putCount + started }),
  });
}

/** Asks about many at once: when a call is full, or nothing else of the recording moves. */
function startVerifying(state: UploadState): Step {
  // An answer that came twice may have settled what the question under way asks about.
  const isAsked = state.recordings.some(({ segments }) => hasAny(segments, ["verifying"]));
  if (state.isVerifying && isAsked) return [state, []];
  let next = state;
  const commands: UploadCommand[] = [];
  for (const recording of state.recordings) {
    const uploaded = uploadedOf(recording);
    if (uploaded.length === 0) {
      if (recording.hold) next = replaceRecording(next, { ...recording, hold: undefined });
      continue;
    }
    const isFull = uploaded.length === LIMITS.segmentsPerCall;
    const isDue = isFull || !isMoving(recording);
    if (isDue && !isFull && recording.record.state === "open" && !state.isServerOlder) {
      if (recording.hold === undefined) {
        const timer = next.nextTimer;
        const { recordingId } = recording.record;
        const target = { what: "hold", recordingId, timer } as const;
        commands.push({ kind: "start-timer", inMs: HOLD_MS, target });
        const hold = { timer, isOver: false };
        next = { ...replaceRecording(next, { ...recording, hold }), nextTimer: timer + 1 };
      }
      if (recording.hold?.isOver !== true) continue;
    }
    if (!isDue) continue;
    commands.push({
      kind: "verify",
      recordingId: recording.record.recordingId,
      segments: recordsAt(recording, uploaded),
      userType: userTypeOf(recording),
      isServerOlder: state.isServerOlder,
    });
    next = replaceRecording(next, withSegments(recording, uploaded, toVerifying));
    return [{ ...next, isVerifying: true }, commands];
  }
  return [next, commands];
}

function startSealing(state: UploadState): Step {
  let next = state;
  const commands: UploadCommand[] = [];
  for (const recording of state.recordings) {
    const { record, segments, seal } = recording;
    const isOpen = hasAny(segments, OPEN_KINDS);
    if (record.state !== "ended" || isOpen || seal.kind !== "none") continue;
    if (segments.length === 0) {
      // Pressed by mistake: there is no sound, and nothing to be listed.
      const sealed: RecordingUpload = {
        ...recording,
        record: { ...record, state: "sealed" },
        isUnsaved: true,
      };
      next = replaceRecording(next, sealed);
      continue;
    }
    commands.push({
      kind: "seal",
      record,
      segments: segmentRecordsOf(recording),
      userType: userTypeOf(recording),
      isServerOlder: state.isServerOlder,
    });
    next = replaceRecording(next, { ...recording, seal: { kind: "asking" } });
  }
  return [next, commands];
}

/** Starts up to `room` segments, over all recordings. */
function startEach(
  state: UploadState,
  options: {
    readonly room: number;
    readonly from: SegmentState["kind"];
    readonly isReady: (upload: SegmentUpload) => boolean;
    readonly start: (
      upload: SegmentUpload,
      recording: RecordingUpload,
    ) => { readonly upload: SegmentUpload; readonly command: UploadCommand } | undefined;
    readonly count: (state: UploadState, started: number) => UploadState;
  },
): Step {
  const commands: UploadCommand[] = [];
  let next = state;
  for (const recording of state.recordings) {
    const left = options.room - commands.length;
    if (left <= 0) break;
    const positions: number[] = [];
    for (const position of positionsIn(recording.segments, [options.from])) {
      if (positions.length === left) break;
      const upload = itemAt(recording.segments, position);
      if (upload && options.isReady(upload)) positions.push(position);
    }
    if (positions.length === 0) continue;
    const started = withSegments(recording, positions, (upload) => {
      const begun = options.start(upload, recording);
      if (begun === undefined) return upload;
      commands.push(begun.command);
      return begun.upload;
    });
    next = replaceRecording(next, started);
  }
  return [options.count(next, commands.length), commands];
}

function isGranted({ state }: SegmentUpload, nowMs: number): boolean {
  return state.kind === "granted" && nowMs < state.usableUntilMs;
}

function toVerifying(upload: SegmentUpload): SegmentUpload {
  const { state } = upload;
  return state.kind === "uploaded" ? inState(upload, { ...state, kind: "verifying" }) : upload;
}

/** Positions of those that S3 says to have, as many as one call may name. */
function uploadedOf({ segments }: RecordingUpload): readonly number[] {
  const uploaded: number[] = [];
  for (const position of positionsIn(segments, ["uploaded"])) {
    uploaded.push(position);
    if (uploaded.length === LIMITS.segmentsPerCall) break;
  }
  return uploaded;
}

const ON_THE_MOVE: readonly SegmentState["kind"][] = [
  "journaled",
  "unhashed",
  "hashing",
  "requested",
  "granted",
  "uploading",
];

function isMoving({ segments }: RecordingUpload): boolean {
  return hasAny(segments, ON_THE_MOVE);
}

function recordsAt({ segments }: RecordingUpload, positions: readonly number[]) {
  return positions.flatMap((position) => itemAt(segments, position)?.record ?? []);
}

/** Where the server found segments of it, or let them be stored, or it began: a hint for every call. */
function userTypeOf({ record, segments }: RecordingUpload): string | undefined {
  return userTypeIn(segments) ?? record.userType;
}
