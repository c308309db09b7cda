// recordings.*: the procedures that touch every object of a recording, and so take seconds for a long one.
import {
  deletedRecording,
  deleteRecordingInput,
  manifest,
  recoverRecordingInput,
  sealRecordingInput,
} from "@tapedeck/core/contract";
import { deleteRecording } from "@tapedeck/core/usecase/delete-recording";
import { findPlace } from "@tapedeck/core/usecase/find-place";
import { recoverRecording } from "@tapedeck/core/usecase/recover-recording";
import { sealInOnePlace } from "@tapedeck/core/usecase/seal-in-one-place";
import { recordProcedure, router } from "../trpc.ts";

export const slowRecordingsRouter = router({
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
  delete: recordProcedure
    .input(deleteRecordingInput)
    .output(deletedRecording)
    .mutation(({ input, ctx }) => deleteRecording(input, ctx.identity, ctx)),
});
