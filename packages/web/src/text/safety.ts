// The sentences for each state of safety, and whether the page asks before it closes. A state without
// sentences does not compile.
import type { Safety } from "@tapedeck/recorder";

export interface SafetyWords {
  /** Promises no more than the page can know. */
  readonly promise: string;
  /** Says what to do, or what happens next. */
  readonly advice: string;
  /** Closing may lose sound, so the browser asks first. */
  readonly asksBeforeClosing: boolean;
  /** Some uploads are pending, and the service worker can continue them. */
  readonly leavesUploads: boolean;
}

const words: Readonly<Record<Safety, SafetyWords>> = {
  recording: {
    promise: "Keep this page open.",
    advice: "Closing it ends the recording.",
    asksBeforeClosing: true,
    leavesUploads: false,
  },
  "in-memory": {
    promise: "Keep this page open.",
    advice: "This browser keeps no sound for us: closing loses what is not in your bucket yet.",
    asksBeforeClosing: true,
    leavesUploads: false,
  },
  "may-be-forgotten": {
    promise: "This browser may forget what is only on this device once the window closes.",
    advice: "Keep it open until all is in your bucket.",
    asksBeforeClosing: true,
    leavesUploads: true,
  },
  stuck: {
    promise: "Saved on this device.",
    advice: "Closing the page loses nothing, but what is stuck waits for you.",
    asksBeforeClosing: false,
    leavesUploads: true,
  },
  "on-device": {
    promise: "Saved on this device: safe to close.",
    advice: "Uploads go on when you come back.",
    asksBeforeClosing: false,
    leavesUploads: true,
  },
  "in-bucket": {
    promise: "All in your bucket: safe to close.",
    advice: "",
    asksBeforeClosing: false,
    leavesUploads: false,
  },
};

export function wordsFor(safety: Safety): SafetyWords {
  return words[safety];
}
