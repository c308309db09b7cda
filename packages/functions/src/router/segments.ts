// segments.*: the pieces of a recording on their way to the bucket.
import {
  presignedSegments,
  presignSegmentsInput,
  segmentVerdicts,
  verifySegmentsInput,
  type SegmentVerdict,
} from "@tapedeck/core/contract";
import type { Identity } from "@tapedeck/core/identity";
import { findPlace } from "@tapedeck/core/usecase/find-place";
import { presignSegments } from "@tapedeck/core/usecase/presign-segments";
import { verifySegments } from "@tapedeck/core/usecase/verify-segments";
import type { Context } from "../authcallback/context.ts";
import { recordProcedure, router } from "../trpc.ts";

export const segmentsRouter = router({
  presign: recordProcedure
    .input(presignSegmentsInput)
    .output(presignedSegments)
    .mutation(async ({ input, ctx }) => {
      const { refused } = input;
      if (refused) ctx.ownerLog.uploadRefused(ctx.identity, ctx.requestId, refused);
      ctx.grantRateLimit.countGrants(ctx.identity, input.segments);
      const answer = await presignSegments(input, await findPlace(input, ctx.identity, ctx), ctx);
      if ("verdicts" in answer) tellOfAbsentChecksums(answer.verdicts, ctx);
      return answer;
    }),
  verify: recordProcedure
    .input(verifySegmentsInput)
    .output(segmentVerdicts)
    .mutation(async ({ input, ctx }) => {
      const verdicts = await verifySegments(input, await findPlace(input, ctx.identity, ctx), ctx);
      tellOfAbsentChecksums(verdicts.segments, ctx);
      return verdicts;
    }),
});

function tellOfAbsentChecksums(
  verdicts: readonly SegmentVerdict[],
  {
    identity,
    ownerLog,
    requestId,
  }: Pick<Context, "ownerLog" | "requestId"> & { identity: Identity },
): void {
  const absent = verdicts.filter(({ checksum }) => checksum === "absent").length;
  if (absent > 0) ownerLog.checksumAbsent(identity, requestId, absent);
}
