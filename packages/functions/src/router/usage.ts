// usage.*: what a person has stored, and may store.
import { usage } from "@tapedeck/core/contract";
import { tellUsage } from "@tapedeck/core/usage/tell-usage";
import { readProcedure, router } from "../trpc.ts";

export const usageRouter = router({
  get: readProcedure.output(usage).query(({ ctx }) => tellUsage(ctx.identity, ctx)),
});
