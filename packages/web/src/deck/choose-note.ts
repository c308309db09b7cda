// Which one note the deck shows: the worst of what is true now. It goes away by itself when it is cured.
import type { ErrorCode } from "@tapedeck/core/error-codes";
import type { CaptureState, RecorderSnapshot, SavedRecording } from "@tapedeck/recorder";
import type { HearingWord } from "./hearing.ts";
import type { HeldIn } from "./held-in.ts";

export type Note =
  | { readonly kind: "error"; readonly code: ErrorCode }
  | { readonly kind: "suspended" | "reopening" | "silent" }
  | { readonly kind: "low-room"; readonly minutes: number }
  | { readonly kind: "took-over"; readonly from: string; readonly to: string }
  | ({ readonly kind: "full"; readonly heldIn: HeldIn } & FullStorage)
  | { readonly kind: "in-memory" | "may-be-forgotten" | "too-loud" }
  | { readonly kind: "rescued"; readonly recording: SavedRecording; readonly isInBucket: boolean };

export interface FullStorage {
  /** Of what the person may store, in words; nothing if only a refusal tells that it is full. */
  readonly used: string | undefined;
  /** There would be room, but for deleted recordings that the bucket still keeps. */
  readonly isFullOfDeleted: boolean;
}

export interface NoteFacts {
  readonly error: ErrorCode | undefined;
  /** Of a recording that takes sound; `open` while none does. */
  readonly capture: CaptureState;
  /** Another microphone took over from one that went away. */
  readonly tookOver: { readonly from: string; readonly to: string } | undefined;
  readonly isSilent: boolean;
  readonly room: RecorderSnapshot["room"];
  /** No new recording finds room in the bucket. */
  readonly full: FullStorage | undefined;
  readonly safety: RecorderSnapshot["safety"];
  /** Where this browser keeps sound. */
  readonly heldIn: HeldIn;
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
  // Before a recording, and after it. The line says of a running one where it is.
  if (facts.full && !facts.isRecording) {
    return { kind: "full", ...facts.full, heldIn: facts.heldIn };
  }
  if (safety === "in-memory" || (facts.isRecording && facts.heldIn === "this-page"))
    return { kind: "in-memory" };
  if (safety === "may-be-forgotten") return { kind: "may-be-forgotten" };
  if (facts.hearing === "loud") return { kind: "too-loud" };
  if (rescued && !facts.isRecording) {
    return { kind: "rescued", recording: rescued, isInBucket: facts.isRescuedInBucket };
  }
  return undefined;
}
