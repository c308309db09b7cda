// The one word that a row says of its recording, and where its sound is.
import type { ErrorCode } from "@tapedeck/core/error-codes";
import type { RecordingSummary } from "@tapedeck/core/contract";
import type { RecordingSnapshot } from "@tapedeck/recorder";
import { formatTenths, toMs } from "../text/format.ts";
import { waitReasons } from "../wait-reasons.ts";
import { waitsForRoom } from "../waits-for-room.ts";
import { formatNumber } from "../text/intl.ts";
import { libraryWords } from "#words/library";
import { words } from "../text/words.ts";

const say = libraryWords.states;

export type RowState =
  /** All of it is in the bucket: a tick, and no word. */
  | { readonly kind: "safe" }
  | { readonly kind: "recording" | "here" | "elsewhere" | "other-tab" }
  | { readonly kind: "uploading"; readonly sentCount: number; readonly allCount: number }
  | { readonly kind: "offline" | "no-room" | "stuck" | "rescued" | "damaged" }
  | { readonly kind: "missing"; readonly missingMs: number };

export interface RowFacts {
  readonly device: RecordingSnapshot | undefined;
  readonly bucket: RecordingSummary | undefined;
  /** This page records it. */
  readonly isHere: boolean;
  readonly isPaused: boolean;
  /** A crash cut it off, and this device saved what was durable. */
  readonly isRescued: boolean;
  /** The server could not read its manifest. */
  readonly isUnreadable: boolean;
  readonly isOnline: boolean;
}

/** A row mentions no shorter loss: a quarter of a second is a syllable. */
const MIN_MISSING_MS = 250;

/** Waits that end once the network is there. */
const NETWORK: ReadonlySet<ErrorCode> = new Set(["OFFLINE", "CONNECTION_LOST", "TIMEOUT"]);
const SIGN_IN: ReadonlySet<ErrorCode> = new Set([
  "NOT_SIGNED_IN",
  "TOKEN_EXPIRED",
  "TOKEN_REFUSED",
]);

export function rowState(facts: RowFacts): RowState {
  const { device, bucket } = facts;
  if (device && device.state !== "sealed") return deviceState(device, facts);
  if (device === undefined && facts.isHere) return { kind: facts.isPaused ? "here" : "recording" };
  // The bucket lists a manifest without its facts: another program has written it.
  const hasNoFacts = bucket?.state === "sealed" && bucket.durationMs === undefined;
  if (facts.isUnreadable || (hasNoFacts && device === undefined)) return { kind: "damaged" };
  if (bucket?.state === "open" && device === undefined) return { kind: "elsewhere" };
  const missingMs = device?.missingMs ?? 0;
  if (missingMs >= MIN_MISSING_MS) return { kind: "missing", missingMs };
  return { kind: facts.isRescued || bucket?.isRecovered ? "rescued" : "safe" };
}

function deviceState(device: RecordingSnapshot, facts: RowFacts): RowState {
  const { state, stuckCount, waitsFor, segmentCount, verifiedCount } = device;
  if (state === "open") {
    if (!facts.isHere) return { kind: "other-tab" };
    return { kind: facts.isPaused ? "here" : "recording" };
  }
  const isStuck = stuckCount > 0 || (typeof state !== "string" && state.kind === "stuck");
  if (isStuck) return { kind: "stuck" };
  const reasons = waitReasons(device);
  if (reasons.some((code) => SIGN_IN.has(code))) return { kind: "stuck" };
  if (!facts.isOnline) return { kind: "offline" };
  if (waitsForRoom(device)) return { kind: "no-room" };
  // One that refuses has answered: then the network is not what it waits for.
  if (reasons.length > 0 && reasons.every((code) => NETWORK.has(code))) return { kind: "offline" };
  if (waitsFor.length > 0) return { kind: "here" };
  return { kind: "uploading", sentCount: verifiedCount, allCount: segmentCount };
}

/** @returns the empty text for a recording that is safe */
export function stateWord(state: RowState): string {
  switch (state.kind) {
    case "safe":
      return "";
    case "uploading":
      return say.uploading(formatNumber(state.sentCount), formatNumber(state.allCount));
    case "missing":
      return say.missing(words.units.seconds(formatTenths(Math.floor(state.missingMs / 100) / 10)));
    default:
      return say[state.kind];
  }
}

/** All of the recording's sound is in the bucket. */
export function isInBucket({ device, bucket }: Pick<RowFacts, "device" | "bucket">): boolean {
  if (device) return device.state === "sealed";
  return bucket?.state === "sealed" || bucket?.state === "file";
}

/** Nothing of it can be played here: another device still sends it, or its manifest is damaged. */
export function isOutOfReach({ kind }: RowState): boolean {
  return kind === "elsewhere" || kind === "damaged";
}

/** @returns nothing if neither the device nor the bucket's list knows it */
export function lengthMs(
  { device, bucket }: Pick<RowFacts, "device" | "bucket">,
  /** The clock of the recording that this page makes. */
  elapsedMs?: number,
): number | undefined {
  if (elapsedMs !== undefined) return elapsedMs;
  return bucket?.durationMs ?? (device && toMs(device.sampleCount));
}
