// Why a recording waits, or does not go on, as its page says it.
import type { ErrorCode } from "@tapedeck/core/error-codes";
import type { RecordingSnapshot, SegmentSnapshot } from "@tapedeck/recorder";
import { waitReasons } from "../wait-reasons.ts";
import type { RowState } from "./row-state.ts";

/** Each reason once, the stuck ones first. */
export function troubleCodes(facts: {
  readonly state: RowState;
  readonly device: Pick<RecordingSnapshot, "state" | "waitsFor"> | undefined;
  readonly stuckSegments: readonly Pick<SegmentSnapshot, "status">[];
  /** Why the bucket did not tell of it. */
  readonly failure: ErrorCode | undefined;
}): readonly ErrorCode[] {
  const { state, device, stuckSegments, failure } = facts;
  const stuck = stuckSegments.flatMap(({ status }) =>
    status.kind === "stuck" ? [status.code] : [],
  );
  const waits = device && device.state !== "sealed" ? waitReasons(device) : [];
  const all = new Set([...stuck, ...waits, ...(failure === undefined ? [] : [failure])]);
  // The line above already says that it waits for the network.
  if (state.kind === "offline") all.delete("OFFLINE");
  // Of a recording that another device has not finished, the bucket gives nothing out yet.
  if (state.kind === "elsewhere") all.delete("RECORDING_NOT_FOUND");
  return [...all];
}
