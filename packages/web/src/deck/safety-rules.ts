// What a page does about each state of safety. A state that is missing here does not compile.
import type { Safety } from "@tapedeck/recorder";

export interface SafetyRules {
  /** Closing may lose sound, so the browser asks first. */
  readonly asksBeforeClosing: boolean;
  /** Some uploads are pending, and the service worker can continue them. */
  readonly leavesUploads: boolean;
}

const rules: Readonly<Record<Safety, SafetyRules>> = {
  recording: { asksBeforeClosing: true, leavesUploads: false },
  "in-memory": { asksBeforeClosing: true, leavesUploads: false },
  "may-be-forgotten": { asksBeforeClosing: true, leavesUploads: true },
  stuck: { asksBeforeClosing: false, leavesUploads: true },
  "on-device": { asksBeforeClosing: false, leavesUploads: true },
  "in-bucket": { asksBeforeClosing: false, leavesUploads: false },
};

export function rulesFor(safety: Safety): SafetyRules {
  return rules[safety];
}

/**
 * Whether the page says "safe to close": all of it is in the bucket, or goes there by itself.
 *
 * @param isFull - the server would refuse a new recording: what was just made may be one, which is not known before
 *   the server is asked about its first segment
 */
export function isSafeToClose(safety: Safety, isFull: boolean | undefined): boolean {
  return safety === "in-bucket" || (safety === "on-device" && !isFull);
}
