// recordings.*: whole recordings in the bucket.
import {
  deletedRecording,
  deleteRecordingInput,
  getRecordingInput,
  listRecordingsInput,
  manifest,
  recordingPage,
  recordingSummary,
  recoverRecordingInput,
  whatToPlay,
  renameRecordingInput,
  sealRecordingInput,
} from "@tapedeck/core/contract";
import { deleteRecording } from "@tapedeck/core/usecase/delete-recording";
import { findPlace } from "@tapedeck/core/usecase/find-place";
import { getRecording } from "@tapedeck/core/usecase/get-recording";
import { listRecordings } from "@tapedeck/core/usecase/list-recordings";
import { recoverRecording } from "@tapedeck/core/usecase/recover-recording";
import { renameRecording } from "@tapedeck/core/usecase/rename-recording";
import { sealInOnePlace } from "@tapedeck/core/usecase/seal-in-one-place";
import { readProcedure, recordProcedure, router } from "../trpc.ts";

export const recordingsRouter = router({
  seal: recordProcedure
    .input(sealRecordingInput)
    .output(manifest)
    .mutation(async ({ input, ctx }) =>
      sealInOnePlace(input, await findPlace(input, ctx.identity, ctx), ctx),
    ),
  recover: recordProcedure
    .input(recoverRecordingInput)
    .output(manifest)
    .mutation(({ input, ctx }) => recoverRecording(input, ctx.identity, ctx)),
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
    .mutation(({ input, ctx }) => renameRecording(input, ctx.identity, ctx)),
  delete: recordProcedure
    .input(deleteRecordingInput)
    .output(deletedRecording)
    .mutation(({ input, ctx }) => deleteRecording(input, ctx.identity, ctx)),
});
