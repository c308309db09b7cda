// recordings.*: whole recordings in the bucket.
import { manifest, sealRecordingInput } from "@tapedeck/core/contract";
import { sealRecording } from "@tapedeck/core/usecase/seal-recording";
import { recordProcedure, router } from "../trpc.ts";

export const recordingsRouter = router({
  seal: recordProcedure
    .input(sealRecordingInput)
    .output(manifest)
    .mutation(({ input, ctx }) => sealRecording(input, ctx.identity, ctx)),
});
