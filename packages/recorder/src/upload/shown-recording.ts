// One recording as a page shows it: its record, its segments, and what they amount to. Totals are kept, not
// added up anew: one segment of twenty thousand changes in the same time as one of seven hundred.
import type { ErrorCode } from "@tapedeck/core/error-catalogue";
import {
  firstPosition,
  itemAt,
  itemsOf,
  pagedList,
  withAppended,
  withItems,
  type PagedList,
} from "@tapedeck/core/paged-list";
import { LIMITS } from "@tapedeck/core/limits";
import type { RecordingRecord, SegmentRecord } from "@tapedeck/core/upload/records";
import type { RecordingSnapshot, Safety, SegmentSnapshot, SegmentStatus } from "../snapshot.ts";
import { missingMsOf } from "./missing-ms.ts";

export interface ShownRecording {
  readonly record: RecordingRecord;
  /** The bucket has its manifest: all of its segments are verified. */
  readonly isSealed: boolean;
  /** In order of sequence. */
  readonly segments: PagedList<SegmentSnapshot>;
  readonly totals: Totals;
}

export interface Totals {
  readonly sampleCount: number;
  readonly verifiedCount: number;
  readonly verifiedSampleCount: number;
  readonly stuckCount: number;
  /** How many segments wait, by the reason. */
  readonly waiting: Readonly<Partial<Record<ErrorCode, number>>>;
}

const NO_TOTALS: Totals = {
  sampleCount: 0,
  verifiedCount: 0,
  verifiedSampleCount: 0,
  stuckCount: 0,
  waiting: {},
};

export function newShownRecording(record: RecordingRecord): ShownRecording {
  // One that is sealed already becomes so with its segments: see sealed().
  return { record, isSealed: false, segments: pagedList<SegmentSnapshot>([]), totals: NO_TOTALS };
}

/** With segments replaced or added. One that is the same as before stays the same object. */
export function withSnapshots(
  shown: ShownRecording,
  changed: readonly SegmentSnapshot[],
): ShownRecording {
  if (changed.length === 0) return shown;
  const replaced = new Map<number, SegmentSnapshot>();
  const added: SegmentSnapshot[] = [];
  let { totals } = shown;
  for (const snapshot of changed) {
    const position = positionOf(shown.segments, snapshot.sequence);
    const before = itemAt(shown.segments, position);
    if (before === undefined) added.push(snapshot);
    else if (isSame(before, snapshot)) continue;
    else replaced.set(position, snapshot);
    totals = counted(before ? counted(totals, before, -1) : totals, snapshot, 1);
  }
  const segments = withItems(shown.segments, replaced);
  const last = itemAt(segments, segments.length - 1)?.sequence ?? -1;
  const isInOrder = added.every(({ sequence }, index) => {
    return sequence > (index === 0 ? last : (added[index - 1]?.sequence ?? -1));
  });
  if (isInOrder) return { ...shown, segments: withAppended(segments, added), totals };
  const all = [...itemsOf(segments), ...added].sort((a, b) => a.sequence - b.sequence);
  return { ...shown, segments: pagedList(all), totals };
}

/** Nothing is sealed before all of it is verified. */
export function sealed(shown: ShownRecording): ShownRecording {
  const verified = itemsOf(shown.segments).map((segment): SegmentSnapshot => {
    return { ...segment, status: { kind: "verified" } };
  });
  return { ...withSnapshots(shown, verified), isSealed: true };
}

export function snapshotOf(
  { record, isSealed, segments, totals }: ShownRecording,
  nowMs: number,
): RecordingSnapshot {
  const { recordingId, storage, wait, gaps } = record;
  const waiting =
    wait && wait.untilMs > nowMs ? ({ kind: "waiting", ...wait } as const) : undefined;
  const { waiting: waitingCounts, ...counts } = totals;
  return {
    recordingId,
    storage,
    state: isSealed ? "sealed" : (waiting ?? record.state),
    missingMs: missingMsOf(record),
    isFullOfGaps: gaps.length >= LIMITS.gapsPerRecording,
    segmentCount: segments.length,
    ...counts,
    waitsFor: Object.keys(waitingCounts) as ErrorCode[],
  };
}

/** @param sentBytes - of a PUT that is under way, if one is */
export function segmentSnapshot(
  record: SegmentRecord,
  { storage }: Pick<RecordingRecord, "storage">,
  { sentBytes, nowMs }: { readonly sentBytes: number | undefined; readonly nowMs: number },
): SegmentSnapshot {
  const { recordingId, sequence, startSample, sampleCount, sizeBytes, life, wait } = record;
  const status = (): SegmentStatus => {
    if (life.kind === "verified") return life;
    if (life.kind === "stuck") return { kind: "stuck", code: life.code };
    // The wait of a tab that died is over once its time has come: the next leader tries at once.
    if (wait && wait.untilMs > nowMs) return { kind: "waiting", ...wait };
    if (life.kind === "uploaded") return { kind: "uploaded" };
    if (sentBytes !== undefined) return { kind: "uploading", sentBytes };
    return { kind: storage === "memory" ? "recorded" : "journaled" };
  };
  return { recordingId, sequence, startSample, sampleCount, sizeBytes, status: status() };
}

function counted(totals: Totals, segment: SegmentSnapshot, by: 1 | -1): Totals {
  const { status, sampleCount } = segment;
  const isVerified = status.kind === "verified";
  return {
    sampleCount: totals.sampleCount + by * sampleCount,
    verifiedCount: totals.verifiedCount + (isVerified ? by : 0),
    verifiedSampleCount: totals.verifiedSampleCount + (isVerified ? by * sampleCount : 0),
    stuckCount: totals.stuckCount + (status.kind === "stuck" ? by : 0),
    waiting:
      status.kind === "waiting" ? countedWait(totals.waiting, status.code, by) : totals.waiting,
  };
}

function countedWait(waiting: Totals["waiting"], code: ErrorCode, by: 1 | -1): Totals["waiting"] {
  const { [code]: before = 0, ...others } = waiting;
  const count = before + by;
  return count === 0 ? others : { ...others, [code]: count };
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
  for (const { record, isSealed, segments, totals } of recordings) {
    if (isSealed) continue;
    // Without a segment it holds something only if it was cut off: less than a segment of sound.
    const mayHoldMore = record.state === "open" && record.storage !== "memory";
    if (segments.length === 0 && !mayHoldMore) continue;
    if (record.storage === "memory") return "in-memory";
    const isStuck = typeof record.state !== "string" || totals.stuckCount > 0;
    if (!storageLasts) safety = "may-be-forgotten";
    else if (safety !== "stuck") safety = isStuck ? "stuck" : "on-device";
  }
  return safety;
}

function positionOf(segments: PagedList<SegmentSnapshot>, sequence: number): number {
  const position = firstPosition(segments, (segment) => segment.sequence >= sequence);
  return itemAt(segments, position)?.sequence === sequence ? position : -1;
}

function isSame(a: SegmentSnapshot, b: SegmentSnapshot): boolean {
  if (a.status.kind !== b.status.kind || a.sizeBytes !== b.sizeBytes) return false;
  if (a.startSample !== b.startSample || a.sampleCount !== b.sampleCount) return false;
  const [first, second] = [a.status, b.status];
  if (first.kind === "uploading" && second.kind === "uploading") {
    return first.sentBytes === second.sentBytes;
  }
  if ("code" in first && "code" in second && first.code !== second.code) return false;
  return !("untilMs" in first && "untilMs" in second) || first.untilMs === second.untilMs;
}
