// What a person reads for each state of safety, and what leaving would be asked. A state without its
// sentence does not compile.
import type { Safety } from "@tapedeck/recorder/snapshot";

export interface SafetyWords {
  /** What the page promises, and no more than it can know. */
  readonly promise: string;
  /** What to do, or what happens by itself. */
  readonly advice: string;
  /** Closing may cost sound: the browser asks before. */
  readonly asksBeforeClosing: boolean;
  /** Something waits for its upload, which the service worker can go on with. */
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
