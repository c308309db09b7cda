// recordings.*: the procedures that touch every object of a recording, and so take seconds for a long one.
import {
  deletedRecording,
  deleteRecordingInput,
  manifest,
  recoverRecordingInput,
  sealRecordingInput,
} from "@tapedeck/core/contract";
import { LIMITS } from "@tapedeck/core/limits";
import { deleteRecording } from "@tapedeck/core/usecase/delete-recording";
import { findPlace } from "@tapedeck/core/usecase/find-place";
import { recoverRecording } from "@tapedeck/core/usecase/recover-recording";
import { sealInOnePlace } from "@tapedeck/core/usecase/seal-in-one-place";
import { recordProcedure, router } from "../trpc.ts";

export const slowRecordingsRouter = router({
  seal: recordProcedure
    .input(sealRecordingInput)
    .output(manifest)
    .mutation(async ({ input, ctx }) => {
      const count = "segments" in input ? input.segments.length : input.segmentCount;
      ctx.readRateLimit.countReads(ctx.identity, count);
      return sealInOnePlace(input, await findPlace(input, ctx.identity, ctx), ctx);
    }),
  recover: recordProcedure
    .input(recoverRecordingInput)
    .output(manifest)
    .mutation(({ input, ctx }) => {
      ctx.readRateLimit.countReads(ctx.identity, LIMITS.readsPerRecover);
      return recoverRecording(input, ctx.identity, ctx);
    }),
  delete: recordProcedure
    .input(deleteRecordingInput)
    .output(deletedRecording)
    .mutation(({ input, ctx }) => deleteRecording(input, ctx.identity, ctx)),
});
