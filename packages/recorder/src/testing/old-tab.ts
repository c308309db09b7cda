// A tab of release 0.2 beside those of today: names of locks and channels, shapes of messages, and what it
// made of what it heard are written down here as they were then.
import type { RecordingId } from "@tapedeck/core/ids";
import type { RecordingRecord, SegmentRecord } from "@tapedeck/core/upload/records";
import type { TabMessage } from "../upload/tab-message.ts";
import type { VirtualTab } from "./virtual-tabs.ts";

export type OldLife =
  | { readonly kind: "journaled" | "uploaded"; readonly failedAttempts: number }
  | { readonly kind: "uploading"; readonly sentBytes: number; readonly failedAttempts: number }
  | { readonly kind: "verified" }
  | {
      readonly kind: "waiting";
      readonly untilMs: number;
      readonly code: string;
      readonly next: string;
      readonly failedAttempts: number;
    }
  | { readonly kind: "stuck"; readonly code: string; readonly next: string };

export interface OldViews {
  readonly recordings: readonly {
    readonly recordingId: RecordingId;
    readonly storage: string;
    readonly state: RecordingRecord["state"] | { readonly kind: "waiting" };
    readonly missingMs?: number;
  }[];
  readonly segments: readonly {
    readonly recordingId: RecordingId;
    readonly sequence: number;
    readonly startSample: number;
    readonly sampleCount: number;
    readonly sizeBytes: number;
    readonly life: OldLife;
  }[];
}

export type OldMessage =
  | { readonly kind: "began"; readonly recordingId: RecordingId }
  | {
      readonly kind: "journaled";
      readonly recording: RecordingRecord;
      readonly segments: readonly SegmentRecord[];
    }
  | { readonly kind: "retry"; readonly segment: undefined }
  | { readonly kind: "wake"; readonly cause: "network" | "signed-in" }
  | { readonly kind: "opened" }
  | { readonly kind: "changed"; readonly views: OldViews }
  | {
      readonly kind: "rescued";
      readonly recording: { readonly recordingId: RecordingId; readonly sampleCount: number };
    };

const KINDS = new Set([
  "began",
  "journaled",
  "retry",
  "wake",
  "opened",
  "server-time",
  "changed",
  "rescued",
]);

export interface OldTab {
  say(message: OldMessage): void;
  /** Its words that it understood, oldest first. */
  heard(): readonly TabMessage[];
  lockUploader(): Promise<void>;
  lockRecording(recordingId: RecordingId): Promise<void>;
  /** What it shows: the state of a recording, and the kind of life of each segment. */
  shown(recordingId: RecordingId): {
    readonly state: unknown;
    readonly lives: readonly string[];
  };
  die(): void;
}

export function openOldTab(tab: VirtualTab, owner: string): OldTab {
  const heard: TabMessage[] = [];
  const recordings = new Map<RecordingId, unknown>();
  const lives = new Map<RecordingId, Map<number, OldLife>>();
  const never = new AbortController().signal;

  function merge(views: OldViews): void {
    for (const { recordingId, state } of views.recordings) {
      const known = recordings.get(recordingId);
      if (known === "sealed" || (known !== undefined && state === "open")) continue;
      recordings.set(recordingId, state);
      if (state !== "sealed") continue;
      const segments = lives.get(recordingId) ?? new Map<number, OldLife>();
      for (const sequence of segments.keys()) segments.set(sequence, { kind: "verified" });
    }
    for (const { recordingId, sequence, life } of views.segments) {
      const segments = lives.get(recordingId) ?? new Map<number, OldLife>();
      lives.set(recordingId, segments);
      if (segments.get(sequence)?.kind === "verified") continue;
      const isSealed = recordings.get(recordingId) === "sealed";
      segments.set(sequence, isSealed ? { kind: "verified" } : life);
    }
  }

  const channel = tab.openChannel(`tapedeck-${owner}`, (message) => {
    if (!KINDS.has(message.kind)) return;
    heard.push(message);
    if (message.kind === "changed") merge(message.views as OldViews);
  });

  return {
    say: (message) => {
      channel.post(message as TabMessage);
    },
    heard: () => heard,
    lockUploader: async () => {
      await tab.lock(`tapedeck-uploader-${owner}`, never);
    },
    lockRecording: async (recordingId) => {
      await tab.lock(`tapedeck-recording-${recordingId}`, never);
    },
    shown: (recordingId) => ({
      state: recordings.get(recordingId),
      lives: [...(lives.get(recordingId) ?? new Map<number, OldLife>())]
        .sort(([a], [b]) => a - b)
        .map(([, { kind }]) => kind),
    }),
    die: () => tab.leave(),
  };
}
