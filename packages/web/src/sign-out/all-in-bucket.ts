import type { RecorderSnapshot } from "@tapedeck/recorder";

/** Nothing is recorded, and a sign-out leaves no sound on this device, as far as the recorder has read it. */
export function isAllInBucket(
  snapshot: Pick<RecorderSnapshot, "state" | "safety" | "recordings">,
): boolean {
  return (
    snapshot.state === "idle" &&
    snapshot.safety === "in-bucket" &&
    snapshot.recordings.every(({ state }) => state === "sealed")
  );
}
