// segments.*: the pieces of a recording on their way to the bucket.
import { grants, presignSegmentsInput } from "@tapedeck/core/contract";
import { presignSegments } from "@tapedeck/core/usecase/presign-segments";
import { router, userProcedure } from "../trpc.ts";

export const segmentsRouter = router({
  presign: userProcedure
    .input(presignSegmentsInput)
    .output(grants)
    .mutation(({ input, ctx }) => presignSegments(input, ctx.identity, ctx)),
});
