// The typed API client; it translates failures into errors of the catalogue.
import { createTRPCClient, httpLink, TRPCClientError, type TRPCClient } from "@trpc/client";
import { isErrorCode } from "@tapedeck/core/error-codes";
import { AppError, toAppError, type ErrorDetails } from "@tapedeck/core/errors";
import { retryAfterMs } from "@tapedeck/core/retry-after";
import type { AppRouter } from "@tapedeck/functions/router";
import { fetchFromApi } from "./api-answer.ts";
import type { ServerClock } from "./server-clock.ts";
import type { Session } from "../session/session.ts";

export type Api = TRPCClient<AppRouter>;

/** @param clock - reads the server's time from every answer, if given */
export function createApi(session: Session, clock?: ServerClock): Api {
  const send = clock?.fetch ?? fetchFromApi;
  return createTRPCClient<AppRouter>({
    links: [
      httpLink({
        url: "/trpc",
        headers: async () => ({ authorization: `Bearer ${await session.accessToken()}` }),
        fetch: (url, init) => send(url, init as RequestInit),
      }),
    ],
  });
}

/**
 * Calls the API, and once more with a fresh token if the server refuses the token.
 *
 * @throws {AppError} every failure, by its code
 */
export async function callApi<Result>(
  session: Session,
  call: () => Promise<Result>,
): Promise<Result> {
  try {
    return await call();
  } catch (thrown) {
    const error = apiError(thrown);
    if (error.code !== "TOKEN_EXPIRED" && error.code !== "TOKEN_REFUSED") throw error;
    session.forget();
    return call().catch((again: unknown) => {
      throw apiError(again);
    });
  }
}

/** Translates an error of the tRPC client. */
export function apiError(thrown: unknown): AppError {
  if (!(thrown instanceof TRPCClientError)) return toAppError(thrown);
  // The session threw it while it made the headers, or api-answer.ts threw it.
  if (thrown.cause instanceof AppError) return thrown.cause;
  const data: unknown = thrown.data;
  if (typeof data === "object" && data !== null && "appCode" in data && isErrorCode(data.appCode)) {
    return new AppError(data.appCode, thrown.message, {
      cause: thrown,
      details: retryDetails(thrown),
    });
  }
  return new AppError("CONNECTION_LOST", "The service did not answer.", { cause: thrown });
}

/** Reads `retry-after` in its seconds form. @see RFC 9110 §10.2.3 */
function retryDetails({ meta }: Pick<TRPCClientError<AppRouter>, "meta">): ErrorDetails {
  const response = meta?.["response"];
  if (!(response instanceof Response)) return {};
  const waitMs = retryAfterMs(response.headers.get("retry-after"));
  return waitMs === undefined ? {} : { retryAfterMs: waitMs };
}
