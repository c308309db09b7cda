// recordings.*: the procedures that touch every object of a recording, and so take seconds for a long one.
import {
  deletedRecording,
  deleteRecordingInput,
  manifest,
  recoverRecordingInput,
  sealRecordingInput,
} from "@tapedeck/core/contract";
import type { Identity } from "@tapedeck/core/identity";
import { deleteRecording } from "@tapedeck/core/usecase/delete-recording";
import { findPlace } from "@tapedeck/core/usecase/find-place";
import { recoverRecording } from "@tapedeck/core/usecase/recover-recording";
import { sealInOnePlace } from "@tapedeck/core/usecase/seal-in-one-place";
import type { Context } from "../authcallback/context.ts";
import { recordProcedure, router } from "../trpc.ts";

const readsOf =
  ({ identity, readRateLimit }: Pick<Context, "readRateLimit"> & { identity: Identity }) =>
  (objects: number) =>
    readRateLimit.countReads(identity, objects);

export const slowRecordingsRouter = router({
  seal: recordProcedure
    .input(sealRecordingInput)
    .output(manifest)
    .mutation(async ({ input, ctx }) => {
      const place = await findPlace(input, ctx.identity, ctx);
      return sealInOnePlace(input, place, { ...ctx, countReads: readsOf(ctx) });
    }),
  recover: recordProcedure
    .input(recoverRecordingInput)
    .output(manifest)
    .mutation(({ input, ctx }) =>
      recoverRecording(input, ctx.identity, { ...ctx, countReads: readsOf(ctx) }),
    ),
  delete: recordProcedure
    .input(deleteRecordingInput)
    .output(deletedRecording)
    .mutation(({ input, ctx }) => deleteRecording(input, ctx.identity, ctx)),
});
