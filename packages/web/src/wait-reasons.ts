// Why a recording is not wholly in the bucket yet.
import type { ErrorCode } from "@tapedeck/core/error-codes";
import type { RecorderSnapshot, RecordingSnapshot } from "@tapedeck/recorder";

/** Why the recording waits: its segments, or its manifest. */
export function waitReasons({
  state,
  waitsFor,
}: Pick<RecordingSnapshot, "state" | "waitsFor">): readonly ErrorCode[] {
  return typeof state === "string" ? waitsFor : [...waitsFor, state.code];
}

/** Why those that are not wholly in the bucket wait, each reason once. */
export function allWaitReasons({
  recordings,
}: Pick<RecorderSnapshot, "recordings">): ReadonlySet<ErrorCode> {
  const unsealed = recordings.filter(({ state }) => state !== "sealed");
  return new Set(unsealed.flatMap((each) => waitReasons(each)));
}
