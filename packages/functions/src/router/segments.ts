// segments.*: the pieces of a recording on their way to the bucket.
import {
  grants,
  presignSegmentsInput,
  segmentVerdicts,
  verifySegmentsInput,
} from "@tapedeck/core/contract";
import { presignSegments } from "@tapedeck/core/usecase/presign-segments";
import { verifySegments } from "@tapedeck/core/usecase/verify-segments";
import { recordProcedure, router } from "../trpc.ts";

export const segmentsRouter = router({
  presign: recordProcedure
    .input(presignSegmentsInput)
    .output(grants)
    .mutation(({ input, ctx }) => presignSegments(input, ctx.identity, ctx)),
  verify: recordProcedure
    .input(verifySegmentsInput)
    .output(segmentVerdicts)
    .mutation(({ input, ctx }) => verifySegments(input, ctx.identity, ctx)),
});
