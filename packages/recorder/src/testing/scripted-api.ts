// A server that answers when the test says so.
import type {
  Grant,
  Manifest,
  PresignSegmentsInput,
  SealRecordingInput,
  SegmentVerdict,
  VerifySegmentsInput,
} from "@tapedeck/core/contract";
import type { ErrorCode } from "@tapedeck/core/error-codes";
import { AppError, type ErrorDetails } from "@tapedeck/core/errors";
import type { RecordingApi } from "../ports.ts";
import type { ServerTime } from "@tapedeck/core/upload/unsure-gaps";
import { settle } from "./settle.ts";

/** One call, to be answered by the test. */
export interface ScriptedCall<Input> {
  readonly input: Input;
  readonly sequences: readonly number[];
  /**
   * As asked; for presign and verify, answers only the first few if a count is given. What a presign is to
   * verify is verified.
   */
  answer(count?: number): Promise<void>;
  fail(code: ErrorCode, details?: ErrorDetails): Promise<void>;
}

export interface ScriptedApi extends RecordingApi {
  /** An answer tells it. */
  tellServerTime(time: ServerTime): Promise<void>;
  /** What a presign says from now on of the segments that it is to verify; `verified` at first. */
  sayOnPresign(state: SegmentVerdict["state"]): void;
  /** Every call so far, answered or not. */
  readonly presigns: readonly ScriptedCall<PresignSegmentsInput>[];
  readonly verifies: readonly ScriptedVerify[];
  readonly seals: readonly ScriptedSeal[];
}

export interface ScriptedVerify extends ScriptedCall<VerifySegmentsInput> {
  /** The same verdict for all. */
  say(state: SegmentVerdict["state"], checksum?: SegmentVerdict["checksum"]): Promise<void>;
}

export interface ScriptedSeal extends ScriptedCall<SealRecordingInput> {
  /** With the manifest of another recording. */
  answerFor(recordingId: string): Promise<void>;
}

export interface ScriptedApiOptions {
  /** `at-once`: every call is answered well without being asked. */
  readonly answers: "at-once" | "when-told";
  /** Where segments are, as the server says when it answers; one of the release before says nothing. */
  readonly userType?: () => string | undefined;
}

export function createScriptedApi(
  options: ScriptedApiOptions = { answers: "when-told" },
): ScriptedApi {
  const presigns: ScriptedCall<PresignSegmentsInput>[] = [];
  const verifies: ScriptedVerify[] = [];
  const seals: ScriptedSeal[] = [];
  let verifyState: SegmentVerdict["state"] = "verified";
  const listeners = new Set<(time: ServerTime) => void>();
  let lastTime: ServerTime | undefined;
  const isAtOnce = options.answers === "at-once";
  const place = () => {
    const userType = options.userType?.();
    return userType === undefined ? {} : { userType };
  };

  return {
    onServerTime: (listener) => {
      listeners.add(listener);
      if (lastTime) listener(lastTime);
      return () => listeners.delete(listener);
    },
    tellServerTime: async (time) => {
      lastTime = time;
      for (const listener of listeners) listener(time);
      await settle();
    },
    sayOnPresign: (state) => {
      verifyState = state;
    },
    presigns,
    verifies,
    seals,
    presignSegments: (input) => {
      const { call, promise } = scripted(input, input.segments, (sequences) => {
        const grants = sequences.map((sequence) => ({
          ...grantFor(input.recordingId, sequence),
          ...place(),
        }));
        const verdicts = input.verify?.map(({ sequence }) => ({ sequence, state: verifyState }));
        return verdicts === undefined ? grants : { grants, verdicts };
      });
      presigns.push(call);
      if (isAtOnce) void call.answer();
      return promise;
    },
    verifySegments: (input) => {
      let verdict: Omit<SegmentVerdict, "sequence"> = { state: "verified" };
      const { call, promise } = scripted(input, input.segments, (sequences) => ({
        ...place(),
        segments: sequences.map((sequence) => ({ sequence, ...verdict })),
      }));
      const say: ScriptedVerify["say"] = (state, checksum) => {
        verdict = { state, checksum };
        return call.answer();
      };
      verifies.push({ ...call, say });
      if (isAtOnce) void call.answer();
      return promise;
    },
    sealRecording: (input) => {
      let manifest = manifestFor(input);
      const count = "segments" in input ? input.segments.length : input.segmentCount;
      const named = Array.from({ length: count }, (_, sequence) => ({ sequence }));
      const { call, promise } = scripted(input, named, () => manifest);
      const answerFor = (recordingId: string) => {
        manifest = { ...manifest, recordingId };
        return call.answer();
      };
      seals.push({ ...call, answerFor });
      if (isAtOnce) void call.answer();
      return promise;
    },
  };
}

function scripted<Input, Output>(
  input: Input,
  named: readonly { readonly sequence: number }[],
  output: (sequences: readonly number[]) => Output,
): { call: ScriptedCall<Input>; promise: Promise<Output> } {
  const answer = Promise.withResolvers<Output>();
  const sequences = named.map(({ sequence }) => sequence);
  const call: ScriptedCall<Input> = {
    input,
    sequences,
    answer: async (count = sequences.length) => {
      answer.resolve(output(sequences.slice(0, count)));
      await settle();
    },
    fail: async (code, details = {}) => {
      answer.reject(new AppError(code, "scripted", { details }));
      await settle();
    },
  };
  return { call, promise: answer.promise };
}

function grantFor(recordingId: string, sequence: number): Grant {
  const key = `${recordingId}_${String(sequence).padStart(6, "0")}.webm`;
  return {
    key,
    url: `https://bucket.example/${key}`,
    headers: {},
    expiresAt: "2026-11-23T00:05:00.000Z",
  };
}

/** The engine reads nothing of it but the id. */
function manifestFor({ recordingId, gaps }: SealRecordingInput): Manifest {
  return {
    formatVersion: 1,
    recordingId,
    startedAt: "2026-11-23T00:00:00.000Z",
    sealedAt: "2026-11-23T00:10:00.000Z",
    sampleRateHz: 48_000,
    durationMs: 0,
    sampleCount: 0,
    sizeBytes: 0,
    segments: [],
    gaps,
  };
}
