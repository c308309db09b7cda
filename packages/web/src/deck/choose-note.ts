// Which one note the deck shows: the worst of what is true now. It goes away by itself when it is cured.
import type { ErrorCode } from "@tapedeck/core/error-codes";
import type { CaptureState, RecorderSnapshot, SavedRecording } from "@tapedeck/recorder";
import type { HearingWord } from "./hearing.ts";

export type Note =
  | { readonly kind: "error"; readonly code: ErrorCode }
  | { readonly kind: "suspended" | "reopening" | "silent" }
  | { readonly kind: "low-room"; readonly minutes: number }
  | { readonly kind: "took-over"; readonly from: string; readonly to: string }
  | { readonly kind: "in-memory" | "may-be-forgotten" | "too-loud" }
  | { readonly kind: "rescued"; readonly recording: SavedRecording; readonly isInBucket: boolean };

export interface NoteFacts {
  readonly error: ErrorCode | undefined;
  /** Of a recording that takes sound; `open` while none does. */
  readonly capture: CaptureState;
  /** Another microphone took over from one that went away. */
  readonly tookOver: { readonly from: string; readonly to: string } | undefined;
  readonly isSilent: boolean;
  readonly room: RecorderSnapshot["room"];
  readonly safety: RecorderSnapshot["safety"];
  readonly isInMemory: boolean;
  readonly isRecording: boolean;
  readonly hearing: HearingWord | undefined;
  /** The recording that a crash or a closed page had cut off, the newest of them. */
  readonly rescued: SavedRecording | undefined;
  readonly isRescuedInBucket: boolean;
}

export function chooseNote(facts: NoteFacts): Note | undefined {
  const { error, capture, room, safety, rescued } = facts;
  if (error !== undefined) return { kind: "error", code: error };
  if (capture !== "open") return { kind: capture };
  if (facts.isSilent) return { kind: "silent" };
  if (facts.tookOver) return { kind: "took-over", ...facts.tookOver };
  if (room.kind === "low") return { kind: "low-room", minutes: room.minutes };
  if (safety === "in-memory" || (facts.isRecording && facts.isInMemory))
    return { kind: "in-memory" };
  if (safety === "may-be-forgotten") return { kind: "may-be-forgotten" };
  if (facts.hearing === "loud") return { kind: "too-loud" };
  if (rescued && !facts.isRecording) {
    return { kind: "rescued", recording: rescued, isInBucket: facts.isRescuedInBucket };
  }
  return undefined;
}
