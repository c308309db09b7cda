// The typed API, and the translation of its failures into errors of the catalogue.
import { createTRPCClient, httpLink, TRPCClientError, type TRPCClient } from "@trpc/client";
import { isErrorCode } from "@tapedeck/core/error-catalogue";
import { AppError, toAppError, type ErrorDetails } from "@tapedeck/core/errors";
import { retryAfterMs } from "@tapedeck/core/retry-after";
import type { AppRouter } from "@tapedeck/functions/router";
import { fetchOwn } from "./own-answer.ts";
import type { ServerClock } from "./server-clock.ts";
import type { Session } from "../session/session.ts";

export type Api = TRPCClient<AppRouter>;

/** @param clock - reads the server's time off every answer, if given */
export function createApi(session: Session, clock?: ServerClock): Api {
  const ask = clock?.fetch ?? fetchOwn;
  return createTRPCClient<AppRouter>({
    links: [
      httpLink({
        url: "/trpc",
        headers: async () => ({ authorization: `Bearer ${await session.accessToken()}` }),
        fetch: (url, init) => ask(url, init as RequestInit),
      }),
    ],
  });
}

/**
 * Calls the API; a token that the server refuses is fetched anew, once.
 *
 * @throws {AppError} whatever went wrong, by its code
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

/** What a thrown value of the tRPC client means. */
export function apiError(thrown: unknown): AppError {
  if (!(thrown instanceof TRPCClientError)) return toAppError(thrown);
  // The session's own error, thrown while the headers were made, or what own-answer.ts made of it.
  if (thrown.cause instanceof AppError) return thrown.cause;
  const data: unknown = thrown.data;
  if (typeof data === "object" && data !== null && "appCode" in data && isErrorCode(data.appCode)) {
    return new AppError(data.appCode, thrown.message, { cause: thrown, details: waitOf(thrown) });
  }
  return new AppError("CONNECTION_LOST", "The service did not answer.", { cause: thrown });
}

/** What the answer asks us to wait, in the seconds form. @see RFC 9110 §10.2.3 */
function waitOf({ meta }: Pick<TRPCClientError<AppRouter>, "meta">): ErrorDetails {
  const response = meta?.["response"];
  if (!(response instanceof Response)) return {};
  const waitMs = retryAfterMs(response.headers.get("retry-after"));
  return waitMs === undefined ? {} : { retryAfterMs: waitMs };
}
