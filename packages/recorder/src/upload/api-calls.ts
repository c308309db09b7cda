// The three questions to the API, each asked in time and as the server's release takes it.
import type {
  Manifest,
  PresignSegmentsInput,
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

export type Command<Kind extends UploadCommand["kind"]> = Extract<
  UploadCommand,
  { readonly kind: Kind }
>;
type Answered<Answer> = Answer & { readonly isServerOlder: boolean };

/** As many as the release before takes. */
const GAPS_BEFORE = 1_000;

export interface ApiCalls {
  requestGrants(command: Command<"request-grants">): Promise<
    Answered<{
      readonly grants: readonly HintedGrant[];
      readonly verdicts: readonly SegmentVerdict[];
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
  const ask = <Question, Answer>(
    call: (question: Question, options: { readonly signal: AbortSignal }) => Promise<Answer>,
    questions: { readonly newest: Question; readonly older: Question },
    isServerOlder: boolean,
  ) => {
    const inTime = (question: Question) =>
      answerInTime((endSignal) => call(question, { signal: endSignal }), {
        signal,
        setTimer: environment.setTimer,
      });
    return askNewest(inTime, questions, isServerOlder);
  };

  return {
    requestGrants: async ({ recordingId, segments, verify, userType, refused, ...command }) => {
      const older: PresignSegmentsInput = { recordingId, segments: segments.map(toStore) };
      const newest: PresignSegmentsInput = {
        ...older,
        ...hint(userType),
        ...(verify.length > 0 && { verify: verify.map(toVerify) }),
        ...(refused && { refused }),
      };
      const { answer, isServerOlder } = await ask(
        (question: PresignSegmentsInput, options) => api.presignSegments(question, options),
        { newest, older },
        command.isServerOlder,
      );
      const { grants, verdicts } = "grants" in answer ? answer : { grants: answer, verdicts: [] };
      return { grants, verdicts, isServerOlder };
    },
    verify: async ({ recordingId, segments, userType, isServerOlder: wasOlder }) => {
      const older: VerifySegmentsInput = { recordingId, segments: segments.map(toVerify) };
      const { answer, isServerOlder } = await ask(
        (question: VerifySegmentsInput, options) => api.verifySegments(question, options),
        { newest: { ...older, ...hint(userType) }, older },
        wasOlder,
      );
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
      const { answer, isServerOlder } = await ask<SealRecordingInput, Manifest>(
        (question, options) => api.sealRecording(question, options),
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
  const { startSample, sampleCount } = record;
  return { ...toVerify(record), startSample, sampleCount };
}

function toVerify({ sequence, sizeBytes, sha256 }: SegmentRecord): SegmentToVerify {
  return { sequence, sizeBytes, sha256 };
}
