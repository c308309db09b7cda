// recordings.*: whole recordings in the bucket, as far as an answer takes no long work.
import {
  getRecordingInput,
  listRecordingsInput,
  recordingPage,
  recordingSummary,
  whatToPlay,
  renameRecordingInput,
} from "@tapedeck/core/contract";
import { LIMITS } from "@tapedeck/core/limits";
import { getRecording } from "@tapedeck/core/usecase/get-recording";
import { listRecordings } from "@tapedeck/core/usecase/list-recordings";
import { renameRecording } from "@tapedeck/core/usecase/rename-recording";
import { readProcedure, recordProcedure, router } from "../trpc.ts";

export const recordingsRouter = router({
  list: readProcedure
    .input(listRecordingsInput)
    .output(recordingPage)
    .query(({ input, ctx }) => listRecordings(input, ctx.identity, ctx)),
  get: readProcedure
    .input(getRecordingInput)
    .output(whatToPlay)
    .query(({ input, ctx }) => getRecording(input, ctx.identity, ctx)),
  rename: recordProcedure
    .input(renameRecordingInput)
    .output(recordingSummary)
    .mutation(({ input, ctx }) => {
      ctx.readRateLimit.countReads(ctx.identity, LIMITS.readsPerRename);
      return renameRecording(input, ctx.identity, ctx);
    }),
});
