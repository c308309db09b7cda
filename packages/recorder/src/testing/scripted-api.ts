// A server that answers when the test says so.
import type { Grant, PresignSegmentsInput } from "@tapedeck/core/contract";
import { AppError, type ErrorCode, type ErrorDetails } from "@tapedeck/core/errors";
import type { RecordingApi } from "../ports.ts";
import { settle } from "./settle.ts";

export interface ScriptedPresign {
  readonly input: PresignSegmentsInput;
  readonly sequences: readonly number[];
  /** Grants for everything that was asked, or for the first few of it. */
  grant(count?: number): Promise<void>;
  fail(code: ErrorCode, details?: ErrorDetails): Promise<void>;
}

export interface ScriptedApi extends RecordingApi {
  /** Every call so far, answered or not. */
  readonly presigns: readonly ScriptedPresign[];
}

/** @param options.answers - `at-once`: every call is granted without being asked */
export function createScriptedApi(
  options: { readonly answers: "at-once" | "when-told" } = { answers: "when-told" },
): ScriptedApi {
  const presigns: ScriptedPresign[] = [];
  return {
    presigns,
    presignSegments: (input) => {
      const answer = Promise.withResolvers<readonly Grant[]>();
      const grants = input.segments.map(({ sequence }) => grantFor(input.recordingId, sequence));
      presigns.push({
        input,
        sequences: input.segments.map(({ sequence }) => sequence),
        grant: async (count = grants.length) => {
          answer.resolve(grants.slice(0, count));
          await settle();
        },
        fail: async (code, details = {}) => {
          answer.reject(new AppError(code, "scripted", { details }));
          await settle();
        },
      });
      if (options.answers === "at-once") answer.resolve(grants);
      return answer.promise;
    },
  };
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
