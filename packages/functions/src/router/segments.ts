// segments.*: the pieces of a recording on their way to the bucket.
import {
  grants,
  presignSegmentsInput,
  segmentVerdicts,
  verifySegmentsInput,
} from "@tapedeck/core/contract";
import { findPlace } from "@tapedeck/core/usecase/find-place";
import { presignSegments } from "@tapedeck/core/usecase/presign-segments";
import { verifySegments } from "@tapedeck/core/usecase/verify-segments";
import { recordProcedure, router } from "../trpc.ts";

export const segmentsRouter = router({
  presign: recordProcedure
    .input(presignSegmentsInput)
    .output(grants)
    .mutation(async ({ input, ctx }) => {
      const { refused } = input;
      if (refused) ctx.ownerLog.uploadRefused(ctx.identity, ctx.requestId, refused);
      return presignSegments(input, await findPlace(input, ctx.identity, ctx), ctx);
    }),
  verify: recordProcedure
    .input(verifySegmentsInput)
    .output(segmentVerdicts)
    .mutation(async ({ input, ctx }) => {
      const verdicts = await verifySegments(input, await findPlace(input, ctx.identity, ctx), ctx);
      const absent = verdicts.segments.filter(({ checksum }) => checksum === "absent").length;
      if (absent > 0) ctx.ownerLog.checksumAbsent(ctx.identity, ctx.requestId, absent);
      return verdicts;
    }),
});
