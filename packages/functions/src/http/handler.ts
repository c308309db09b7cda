// Routes an event: /trpc/* to the function's router, other paths to its routes, anything else to a plain 404.
import { awsLambdaRequestHandler } from "@trpc/server/adapters/aws-lambda";
import type { Context as LambdaContext } from "aws-lambda";
import { AppError, toAppError } from "@tapedeck/core/errors";
import { quote } from "@tapedeck/core/quote";
import type { apiRouter } from "../api-router.ts";
import { createContext } from "../authcallback/context.ts";
import { crossOriginHeaders, preflightResult } from "./cross-origin.ts";
import type { ProcedureDeps } from "../procedure-deps.ts";
import { appCodeOf } from "../trpc-errors.ts";
import { errorResult, refuseLargeBody, type HttpEvent, type HttpResult } from "./lambda-http.ts";
import { errorFields } from "../log.ts";
import type { slowRouter } from "../slow-router.ts";

export type Handler = (event: HttpEvent, context: LambdaContext) => Promise<HttpResult>;

const TRPC_PREFIX = "/trpc/";

/** @param requestId - of the log line, to be quoted in an error */
export type Route = (event: HttpEvent, requestId: string) => Promise<HttpResult>;

/**
 * @param router - the procedures of this function; another name is answered as a procedure that does not exist
 * @param routes - by `METHOD /path`; none by default
 */
export function createHandler(
  deps: ProcedureDeps,
  router: typeof apiRouter | typeof slowRouter,
  routes: Readonly<Record<string, Route>> = {},
): Handler {
  const routePaths = new Set(Object.keys(routes).map((route) => route.split(" ")[1]));

  const trpc = awsLambdaRequestHandler({
    router,
    createContext: ({ event, context }: { event: HttpEvent; context: LambdaContext }) =>
      createContext(event, context.awsRequestId, deps.context),
    // A hundred calls in one batch would slip past the limits of one call.
    allowBatching: false,
    responseMeta: ({ errors }) => ({ headers: retryAfter(errors[0]?.cause) }),
    onError: ({ error, path: asked = "", ctx }) => {
      const { requestId } = ctx ?? {};
      // A stranger can ask for any path, however long and with a token in it: log only known ones.
      const path = Object.hasOwn(router._def.procedures, asked) ? asked : undefined;
      if (error.code === "INTERNAL_SERVER_ERROR") {
        deps.log.error("procedure failed", {
          requestId,
          path,
          ...errorFields(error.cause ?? error),
        });
        return;
      }
      // infra/alarms.ts counts this line for presigning.
      deps.log.info("procedure refused", {
        requestId,
        path,
        appCode: appCodeOf(error),
        caller: ctx?.isCallerKnown() === true ? "known" : "stranger",
      });
    },
  });

  async function route(event: HttpEvent, context: LambdaContext): Promise<HttpResult> {
    refuseLargeBody(event);
    const { method } = event.requestContext.http;
    if (event.rawPath.startsWith(TRPC_PREFIX)) {
      if (method === "OPTIONS") return preflightResult(event, deps.allowedOrigins);
      if (method !== "GET" && method !== "POST") throw methodUnsupported(method);
      // tRPC takes the whole path as the procedure's name.
      const rawPath = event.rawPath.slice(TRPC_PREFIX.length - 1);
      return trpc({ ...event, rawPath }, context);
    }
    const answer = routes[`${method} ${event.rawPath}`];
    if (answer) return answer(event, context.awsRequestId);
    if (routePaths.has(event.rawPath)) throw methodUnsupported(method);
    throw new AppError("ROUTE_UNKNOWN", `There is no ${method} ${quote(event.rawPath)} here.`);
  }

  return async (event, context) => {
    const result = await route(event, context).catch((thrown: unknown) => {
      const error = toAppError(thrown);
      if (error.code === "INTERNAL") {
        deps.log.error("request failed", {
          requestId: context.awsRequestId,
          ...errorFields(error.cause),
        });
      }
      return errorResult(error, context.awsRequestId);
    });
    return {
      ...result,
      headers: {
        ...result.headers,
        ...(event.rawPath.startsWith(TRPC_PREFIX)
          ? crossOriginHeaders(event, deps.allowedOrigins)
          : {}),
        // Answers hold tokens and grants: no cache may keep one.
        "cache-control": "no-store",
        // Should a browser ever show an answer as a page, nothing in it runs or is framed.
        "content-security-policy": "default-src 'none'; frame-ancestors 'none'",
        "referrer-policy": "no-referrer",
        "x-content-type-options": "nosniff",
        "x-request-id": context.awsRequestId,
      },
    };
  };
}

function methodUnsupported(method: string): AppError {
  return new AppError("METHOD_UNSUPPORTED", `This address does not take ${quote(method)}.`);
}

/** @see RFC 9110 §10.2.3: whole seconds, so rounded up */
function retryAfter(cause: unknown): Record<string, string> {
  const waitMs = cause instanceof AppError ? cause.details["retryAfterMs"] : undefined;
  return typeof waitMs === "number" ? { "retry-after": String(Math.ceil(waitMs / 1000)) } : {};
}
