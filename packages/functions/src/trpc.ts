// tRPC, set up once: how errors leave, and what a procedure for signed-in users is.
import { initTRPC } from "@trpc/server";
import { AppError } from "@tapedeck/core/errors";
import type { Context } from "./authcallback/context.ts";
import { formatError, toTRPCError } from "./errors.ts";

const t = initTRPC.context<Context>().create({
  // Stacks never leave, whatever NODE_ENV says.
  isDev: false,
  errorFormatter: ({ shape, error, ctx }) => formatError(shape, error, ctx?.requestId),
});

export const router = t.router;

/** Turns errors of ours into tRPC's, so that their code and HTTP status reach the caller. */
const translateErrors = t.middleware(async ({ next }) => {
  const result = await next();
  if (!result.ok && result.error.cause instanceof AppError) throw toTRPCError(result.error.cause);
  return result;
});

/** A procedure that runs only for a validated access token, as `ctx.identity`. */
export const userProcedure = t.procedure.use(translateErrors).use(async ({ ctx, next }) => {
  return next({ ctx: { identity: await ctx.authenticate() } });
});
