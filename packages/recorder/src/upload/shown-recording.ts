// One recording as a page shows it: its record, its segments, and what they amount to. Totals are kept, not
// added up anew: one segment of twenty thousand changes in the same time as one of seven hundred.
import type { ErrorCode } from "@tapedeck/core/error-codes";
import {
  firstPosition,
  itemAt,
  itemsOf,
  pagedList,
  withAppended,
  withItems,
  type PagedList,
} from "@tapedeck/core/paged-list";
import { GAPS_PER_RECORDING } from "@tapedeck/core/limits";
import { isForRoom } from "@tapedeck/core/upload/is-for-room";
import type { RecordingRecord, SegmentRecord, Wait } from "@tapedeck/core/upload/records";
import type { RecordingSnapshot, Safety, SegmentSnapshot, SegmentStatus } from "../snapshot.ts";
import { missingMsOf } from "./missing-ms.ts";

export interface ShownRecording {
  /** As the device has it; `sealed` once the bucket has its manifest, whatever the device still says. */
  readonly record: RecordingRecord;
  /** In order of sequence. */
  readonly segments: PagedList<SegmentSnapshot>;
  readonly totals: Totals;
}

export interface Totals {
  readonly sampleCount: number;
  readonly verifiedCount: number;
  readonly verifiedSampleCount: number;
  readonly stuckCount: number;
  /** How many segments wait, by the reason; 0 where some did. */
  readonly waiting: Readonly<Partial<Record<ErrorCode, number>>>;
}

/** Of a recording that is new here. */
export const NOTHING_SHOWN: Omit<ShownRecording, "record"> = {
  segments: pagedList<SegmentSnapshot>([]),
  totals: { sampleCount: 0, verifiedCount: 0, verifiedSampleCount: 0, stuckCount: 0, waiting: {} },
};

/** With segments replaced or added. One that is the same as before stays the same object. */
export function withSnapshots(
  shown: ShownRecording,
  changed: readonly SegmentSnapshot[],
): ShownRecording {
  const replaced = new Map<number, SegmentSnapshot>();
  const added: SegmentSnapshot[] = [];
  let { totals } = shown;
  for (const snapshot of changed) {
    const position = positionOf(shown.segments, snapshot.sequence);
    const before = itemAt(shown.segments, position);
    if (before === undefined) added.push(snapshot);
    else if (JSON.stringify(before) === JSON.stringify(snapshot)) continue;
    else replaced.set(position, snapshot);
    totals = counted(before ? counted(totals, before, -1) : totals, snapshot, 1);
  }
  const segments = withItems(shown.segments, replaced);
  const bySequence = (a: SegmentSnapshot, b: SegmentSnapshot) => a.sequence - b.sequence;
  const [first] = added.sort(bySequence);
  const last = itemAt(segments, segments.length - 1);
  if (!first || !last || first.sequence > last.sequence) {
    return { ...shown, segments: withAppended(segments, added), totals };
  }
  const all = [...itemsOf(segments), ...added].sort(bySequence);
  return { ...shown, segments: pagedList(all), totals };
}

/** Nothing is sealed before all of it is verified. */
export function sealed(shown: ShownRecording): ShownRecording {
  const status = { kind: "verified" } as const;
  const verified = itemsOf(shown.segments).map((segment) => ({ ...segment, status }));
  const record = { ...shown.record, state: "sealed", wait: undefined } as const;
  return { ...withSnapshots(shown, verified), record };
}

export function snapshotOf(
  { record, segments, totals }: ShownRecording,
  nowMs: number,
): RecordingSnapshot {
  const { recordingId, storage } = record;
  const { waiting, ...counts } = totals;
  return {
    recordingId,
    storage,
    state: waitingStatus(record, nowMs) ?? record.state,
    missingMs: missingMsOf(record),
    isFullOfGaps: record.gaps.length >= GAPS_PER_RECORDING,
    segmentCount: segments.length,
    ...counts,
    waitsFor: reasonsIn(waiting),
  };
}

/**
 * The wait of a tab that died is over once its time has come: the next leader tries at once. A wait for room is over
 * when its record says so.
 */
function waitingStatus({ wait }: { readonly wait?: Wait | undefined }, nowMs: number) {
  return wait && (isForRoom(wait.code) || wait.untilMs > nowMs)
    ? ({ kind: "waiting", ...wait } as const)
    : undefined;
}

/** @param sentBytes - of a PUT that is under way, if one is */
export function segmentSnapshot(
  record: SegmentRecord,
  { storage }: Pick<RecordingRecord, "storage">,
  { sentBytes, nowMs }: { readonly sentBytes: number | undefined; readonly nowMs: number },
): SegmentSnapshot {
  const { recordingId, sequence, startSample, sampleCount, sizeBytes, life } = record;
  const status = (): SegmentStatus => {
    if (life.kind === "verified") return life;
    if (life.kind === "stuck") return { kind: "stuck", code: life.code };
    const waiting = waitingStatus(record, nowMs);
    if (waiting || life.kind === "uploaded") return waiting ?? { kind: "uploaded" };
    if (sentBytes !== undefined) return { kind: "uploading", sentBytes };
    return { kind: storage === "memory" ? "recorded" : "journaled" };
  };
  return { recordingId, sequence, startSample, sampleCount, sizeBytes, status: status() };
}

function counted(totals: Totals, { status, sampleCount }: SegmentSnapshot, by: 1 | -1): Totals {
  const { waiting } = totals;
  const verified = status.kind === "verified" ? by : 0;
  return {
    sampleCount: totals.sampleCount + by * sampleCount,
    verifiedCount: totals.verifiedCount + verified,
    verifiedSampleCount: totals.verifiedSampleCount + verified * sampleCount,
    stuckCount: totals.stuckCount + (status.kind === "stuck" ? by : 0),
    waiting:
      status.kind === "waiting"
        ? { ...waiting, [status.code]: (waiting[status.code] ?? 0) + by }
        : waiting,
  };
}

export function segmentOf(
  { segments }: ShownRecording,
  sequence: number,
): SegmentSnapshot | undefined {
  return itemAt(segments, positionOf(segments, sequence));
}

/** What closing the page would cost, of recordings that have ended or go on elsewhere. */
export function safetyOf(
  recordings: readonly ShownRecording[],
  storageLasts: boolean,
): Exclude<Safety, "recording"> {
  let safety: Exclude<Safety, "recording"> = "in-bucket";
  for (const { record, segments, totals } of recordings) {
    if (record.state === "sealed") continue;
    // Without a segment it holds something only if it was cut off: less than a segment of sound.
    const mayHoldMore = record.state === "open" && record.storage !== "memory";
    if (segments.length === 0 && !mayHoldMore) continue;
    if (record.storage === "memory") return "in-memory";
    const needsPerson =
      typeof record.state !== "string" ||
      totals.stuckCount > 0 ||
      reasonsIn(totals.waiting).some(isForRoom);
    if (!storageLasts) safety = "may-be-forgotten";
    else if (safety !== "stuck") safety = needsPerson ? "stuck" : "on-device";
  }
  return safety;
}

function reasonsIn(waiting: Totals["waiting"]): readonly ErrorCode[] {
  return (Object.keys(waiting) as ErrorCode[]).filter((code) => waiting[code] !== 0);
}

function positionOf(segments: PagedList<SegmentSnapshot>, sequence: number): number {
  const position = firstPosition(segments, (segment) => segment.sequence >= sequence);
  return itemAt(segments, position)?.sequence === sequence ? position : -1;
}
