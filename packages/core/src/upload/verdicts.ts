// What follows from what the server has found in the bucket.
import type { SegmentVerdict } from "../contract.ts";
import { AppError } from "../errors.ts";
import { itemAt } from "../paged-list.ts";
import type { UploadCommand } from "./command.ts";
import { failSegments, missSegments } from "./failures.ts";
import {
  findRecording,
  foundUnder,
  inState,
  positionOf,
  replaceRecording,
  withSegments,
  type RecordingUpload,
  type UploadState,
} from "./upload-state.ts";
import { hasAny, positionsIn } from "./segment-list.ts";
import type { Moment } from "./waits.ts";
import type { RecordingId } from "../ids.ts";

type Step = readonly [UploadState, readonly UploadCommand[]];

/**
 * @param asked - sequences of those that the question named
 * @param withoutVerdict - what it means that the answer lacks one
 * @param userType - under which the server looked for them; a server of the release before does not tell
 */
export function takeVerdicts(
  state: UploadState,
  recordingId: RecordingId,
  asked: readonly number[],
  answer: {
    readonly verdicts: readonly SegmentVerdict[];
    readonly userType: string | undefined;
    readonly withoutVerdict: "ask-later" | "failure";
  },
  moment: Moment,
): Step {
  const { verdicts, userType, withoutVerdict } = answer;
  const found = new Map(verdicts.map((verdict) => [verdict.sequence, verdict]));
  const recording = findRecording(state, recordingId);
  if (recording === undefined) return [state, []];
  const groups = groupByMeaning(recording, asked, found);
  let next = replaceRecording(
    state,
    withSegments(recording, groups.verified, (upload) =>
      inState(foundUnder(upload, userType), { kind: "verified" }),
    ),
  );
  const commands: UploadCommand[] = [];
  const then = (step: (state: UploadState, recording: RecordingUpload) => Step) => {
    const current = findRecording(next, recordingId);
    if (current === undefined) return;
    const [after, more] = step(next, current);
    next = after;
    commands.push(...more);
  };
  then((now, current) => [
    replaceRecording(
      now,
      withSegments(current, groups.another, (upload) =>
        inState(upload, { kind: "stuck", next: "uploaded", code: "OBJECT_EXISTS" }),
      ),
    ),
    [],
  ]);
  then((now, current) => missSegments(now, current, groups.missing, moment));
  const why = "The store gives no SHA-256.";
  const absent = new AppError("CHECKSUM_ABSENT", why);
  then((now, current) => failSegments(now, current, groups.unknown, absent, moment));
  if (withoutVerdict === "failure") {
    const lacking = new AppError("INTERNAL", "A verdict is missing.");
    then((now, current) => failSegments(now, current, groups.unsaid, lacking, moment));
  } else {
    then((now, current) => [backToUploaded(now, current, groups.unsaid), []]);
  }
  return [next, commands];
}

/** The question went unanswered; it is asked again on the next occasion. */
export function backToUploaded(
  state: UploadState,
  recording: RecordingUpload,
  positions: readonly number[],
): UploadState {
  const changed = withSegments(recording, positions, (upload) =>
    upload.state.kind === "verifying"
      ? inState(upload, { ...upload.state, kind: "uploaded" })
      : upload,
  );
  return replaceRecording(state, changed);
}

/** Where no question is under way, none is asked about: an answer that came twice ended another's. */
export function askAgain(state: UploadState): Step {
  if (state.isVerifying || state.isRequesting) return [state, []];
  let next = state;
  for (const recording of state.recordings) {
    if (!hasAny(recording.segments, ["verifying"])) continue;
    const positions = [...positionsIn(recording.segments, ["verifying"])];
    next = backToUploaded(next, recording, positions);
  }
  return [next, []];
}

interface Groups {
  readonly verified: number[];
  /** S3 has other bytes under the key. */
  readonly another: number[];
  readonly missing: number[];
  /** S3 has an object, and no checksum of it. */
  readonly unknown: number[];
  readonly unsaid: number[];
}

/** Positions, by what the verdict on each means. */
function groupByMeaning(
  recording: RecordingUpload,
  asked: readonly number[],
  found: ReadonlyMap<number, SegmentVerdict>,
): Groups {
  const groups: Groups = { verified: [], another: [], missing: [], unknown: [], unsaid: [] };
  for (const sequence of asked) {
    const position = positionOf(recording, sequence);
    // Only an answer that is waited for counts: what came late or twice may be older than a PUT under way.
    if (itemAt(recording.segments, position)?.state.kind !== "verifying") continue;
    const verdict = found.get(sequence);
    if (verdict === undefined) groups.unsaid.push(position);
    else if (verdict.state === "verified") groups.verified.push(position);
    else if (verdict.state === "missing") groups.missing.push(position);
    else if (verdict.checksum === "absent") groups.unknown.push(position);
    else groups.another.push(position);
  }
  return groups;
}
