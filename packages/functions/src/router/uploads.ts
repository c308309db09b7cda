// uploads.*: one-off files.
import { grant, presignUploadInput } from "@tapedeck/core/contract";
import { presignUpload } from "@tapedeck/core/usecase/presign-upload";
import { recordProcedure, router } from "../trpc.ts";

export const uploadsRouter = router({
  presign: recordProcedure
    .input(presignUploadInput)
    .output(grant)
    .mutation(({ input, ctx }) => {
      ctx.grantRateLimit.countGrants(ctx.identity, [input]);
      return presignUpload(input, ctx.identity, ctx);
    }),
});
