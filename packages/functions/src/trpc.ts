// tRPC, set up once: how errors leave, and what a procedure for signed-in users is.
import { initTRPC } from "@trpc/server";
import { AppError } from "@tapedeck/core/errors";
import type { Context } from "./authcallback/context.ts";
import type { Scope } from "./authcallback/scopes.ts";
import { formatError, toTRPCError } from "./trpc-errors.ts";

/** For docs/api.md. */
export interface ProcedureMeta {
  readonly scope: Scope;
}

const t = initTRPC
  .context<Context>()
  .meta<ProcedureMeta>()
  .create({
    // Stacks never leave, whatever NODE_ENV says.
    isDev: false,
    errorFormatter: ({ shape, error, ctx }) => formatError(shape, error, ctx?.requestId),
  });

export const router = t.router;
export const mergeRouters = t.mergeRouters;

/** Turns errors of ours into tRPC's, so that their code and HTTP status reach the caller. */
const translateErrors = t.middleware(async ({ next }) => {
  const result = await next();
  if (!result.ok && result.error.cause instanceof AppError) throw toTRPCError(result.error.cause);
  return result;
});

/** A procedure that runs only for a validated access token of that scope, as `ctx.identity`. */
const procedureFor = (scope: Scope) =>
  t.procedure
    .meta({ scope })
    .use(translateErrors)
    .use(async ({ ctx, next }) => next({ ctx: { identity: await ctx.authenticate(scope) } }));

/** A procedure that reads stored objects. */
export const readProcedure = procedureFor("tapedeck/read");

/** A procedure that stores, changes, deletes or verifies objects. */
export const recordProcedure = procedureFor("tapedeck/record");
