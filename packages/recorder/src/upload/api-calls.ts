// The three questions to the API, each asked in time and as the server's release takes it.
import type {
  Manifest,
  PresignSegmentsInput,
  RefusedUpload,
  SealRecordingInput,
  SegmentToStore,
  SegmentToVerify,
  SegmentVerdict,
  VerifySegmentsInput,
} from "@tapedeck/core/contract";
import { AppError } from "@tapedeck/core/errors";
import { joinNearest } from "@tapedeck/core/gaps";
import { segmentsDigest } from "@tapedeck/core/segments-digest";
import type { UploadCommand } from "@tapedeck/core/upload/command";
import type { HintedGrant } from "@tapedeck/core/upload/event";
import type { SegmentRecord } from "@tapedeck/core/upload/records";
import type { Environment } from "../environment.ts";
import type { RecordingApi } from "../ports.ts";
import { answerInTime } from "./answer-in-time.ts";
import { askNewest } from "./ask-newest.ts";

type Command<Kind extends UploadCommand["kind"]> = Extract<UploadCommand, { readonly kind: Kind }>;
type Answered<Answer> = Answer & { readonly isServerOlder: boolean };

/** As many as the release before takes. */
const GAPS_BEFORE = 1_000;

export interface ApiCalls {
  requestGrants(command: Command<"request-grants">): Promise<
    Answered<{
      readonly grants: readonly HintedGrant[];
      readonly verdicts: readonly SegmentVerdict[];
      readonly told: RefusedUpload | undefined;
    }>
  >;
  verify(command: Command<"verify">): Promise<
    Answered<{
      readonly verdicts: readonly SegmentVerdict[];
      readonly userType: string | undefined;
    }>
  >;
  seal(command: Command<"seal">): Promise<{ readonly isServerOlder: boolean }>;
}

export function createApiCalls(
  api: RecordingApi,
  environment: Pick<Environment, "setTimer" | "sha256">,
  signal: AbortSignal,
): ApiCalls {
  const inTime = <Input, Answer>(
    call: (input: Input, options: { readonly signal: AbortSignal }) => Promise<Answer>,
  ) => {
    return (input: Input) =>
      answerInTime((endSignal) => call(input, { signal: endSignal }), {
        signal,
        setTimer: environment.setTimer,
      });
  };

  return {
    requestGrants: async ({ recordingId, segments, verify, refused, ...command }) => {
      const older: PresignSegmentsInput = { recordingId, segments: segments.map(toStore) };
      const newest: PresignSegmentsInput = {
        ...older,
        ...hint(command.userType),
        ...(verify.length === 0 ? {} : { verify: verify.map(toVerify) }),
        ...(refused === undefined ? {} : { refused }),
      };
      const ask = inTime((input: PresignSegmentsInput, options) =>
        api.presignSegments(input, options),
      );
      const questions = { newest, older };
      const { answer, isServerOlder } = await askNewest(ask, questions, command.isServerOlder);
      const { grants, verdicts } = "grants" in answer ? answer : { grants: answer, verdicts: [] };
      return { grants, verdicts, told: refused, isServerOlder };
    },
    verify: async ({ recordingId, segments, userType, isServerOlder: wasOlder }) => {
      const older: VerifySegmentsInput = { recordingId, segments: segments.map(toVerify) };
      const newest: VerifySegmentsInput = { ...older, ...hint(userType) };
      const ask = inTime((input: VerifySegmentsInput, options) =>
        api.verifySegments(input, options),
      );
      const { answer, isServerOlder } = await askNewest(ask, { newest, older }, wasOlder);
      return { verdicts: answer.segments, userType: answer.userType, isServerOlder };
    },
    seal: async ({ record, segments: all, userType, isServerOlder: wasOlder }) => {
      const { recordingId, gaps } = record;
      const segments = all.map(toStore);
      const older: SealRecordingInput = {
        recordingId,
        segments,
        gaps: [...joinNearest(gaps, GAPS_BEFORE)],
      };
      const newest: SealRecordingInput = {
        recordingId,
        segmentCount: segments.length,
        digest: await segmentsDigest(segments, (bytes) => environment.sha256(bytes)),
        gaps: [...gaps],
        ...hint(userType),
      };
      const ask = inTime((input: SealRecordingInput, options) => api.sealRecording(input, options));
      const { answer, isServerOlder } = await askNewest<SealRecordingInput, Manifest>(
        ask,
        { newest, older },
        wasOlder,
      );
      // On this word the device forgets the recording.
      if (answer.recordingId !== recordingId) {
        throw new AppError("INTERNAL", "This is another recording's manifest.");
      }
      return { isServerOlder };
    },
  };
}

function hint(userType: string | undefined): { readonly userType?: string } {
  return userType === undefined ? {} : { userType };
}

function toStore(record: SegmentRecord): SegmentToStore {
  const { sequence, sizeBytes, sha256, startSample, sampleCount } = record;
  return { sequence, sizeBytes, sha256, startSample, sampleCount };
}

function toVerify({ sequence, sizeBytes, sha256 }: SegmentRecord): SegmentToVerify {
  return { sequence, sizeBytes, sha256 };
}
