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
