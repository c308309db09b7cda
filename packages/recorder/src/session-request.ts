// What a host asks for, checked, with the defaults filled in: the request that opens a session.
import { AppError } from "@tapedeck/core/errors";
import { makeRecordingId, type RecordingId } from "@tapedeck/core/ids";
import { RECORDER_LIMITS, PACKET_SAMPLES, SAMPLE_RATE_HZ } from "@tapedeck/core/limits";
import type { CaptureWay } from "./capture/capture.ts";
import type { Environment } from "./environment.ts";
import { UNPROCESSED, type MicrophoneProcessing } from "./capture/microphone.ts";

const PACKETS_PER_SECOND = SAMPLE_RATE_HZ / PACKET_SAMPLES;
const ID_ENTROPY_BYTES = 6;

/** The same for all recordings of a recorder. */
export interface SoundOptions {
  /** The owner of these recordings: no other person on this device sees, uploads or deletes them. */
  readonly owner: string;
  /**
   * Theirs, as `session.me` said last; asked when a recording begins, and kept with it, in case it changes
   * before all is uploaded.
   */
  readonly userType?: () => string | undefined;
  /** 16 000 to 256 000; 64 000 unless given: Opus is then hard to tell from the original for speech. */
  readonly bitsPerSecond?: number;
  /** All off unless given, see {@link UNPROCESSED}. */
  readonly processing?: MicrophoneProcessing;
  /** `auto` unless given: the best that the browser has. */
  readonly capture?: CaptureWay;
}

export interface StartOptions {
  /** Length of a segment, whole seconds from 2 to 60. */
  readonly segmentSeconds: number;
  /** From `listMicrophones()`; the browser's choice unless given. */
  readonly deviceId?: string;
  /** 16 000 to 256 000. The recorder's own unless given. */
  readonly bitsPerSecond?: number;
  /** The recorder's own unless given. */
  readonly processing?: MicrophoneProcessing;
}

export interface SessionRequest {
  readonly recordingId: RecordingId;
  readonly owner: string;
  readonly userType: string | undefined;
  readonly packetsPerSegment: number;
  readonly deviceId: string | undefined;
  readonly bitsPerSecond: number;
  readonly processing: MicrophoneProcessing;
  readonly capture: CaptureWay;
}

/** @throws {AppError} INPUT_INVALID – the segment length or the bit rate is not allowed */
export function toSessionRequest(
  options: SoundOptions,
  start: StartOptions,
  { clock, randomBytes }: Pick<Environment, "clock" | "randomBytes">,
): SessionRequest {
  const { segmentSeconds, deviceId } = start;
  const { owner, userType, capture = "auto" } = options;
  const { bitsPerSecond: bits, segmentSeconds: seconds } = RECORDER_LIMITS;
  const bitsPerSecond = start.bitsPerSecond ?? options.bitsPerSecond ?? bits.default;
  const processing = start.processing ?? options.processing ?? UNPROCESSED;
  refuseUnless(segmentSeconds, seconds, "A segment lasts whole seconds");
  refuseUnless(bitsPerSecond, bits, "Sound has whole bits a second");
  return {
    recordingId: makeRecordingId(clock.nowMicros(), randomBytes(ID_ENTROPY_BYTES)),
    owner,
    userType: userType?.(),
    deviceId,
    packetsPerSegment: segmentSeconds * PACKETS_PER_SECOND,
    bitsPerSecond,
    processing,
    capture,
  };
}

function refuseUnless(
  value: number,
  { min, max }: { readonly min: number; readonly max: number },
  rule: string,
): void {
  if (Number.isInteger(value) && value >= min && value <= max) return;
  throw new AppError("INPUT_INVALID", `${rule} from ${min} to ${max}, got ${value}.`);
}
