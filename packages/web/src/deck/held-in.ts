// Where this browser keeps sound that is not in the bucket.
import type { RecorderSnapshot } from "@tapedeck/recorder";

export type HeldIn = "device" | "device-that-may-forget" | "this-page";

export function heldIn({
  storage,
  storageLasts,
}: Pick<RecorderSnapshot, "storage" | "storageLasts">): HeldIn {
  if (storage === "memory") return "this-page";
  return storageLasts ? "device" : "device-that-may-forget";
}
