// Asks the session's addresses: one request at a time in the whole browser, whichever tab or worker asks.
// Where the pool rotates, each request spends the refresh token that the next one needs.
import { isErrorCode } from "@tapedeck/core/error-catalogue";
import { AppError } from "@tapedeck/core/errors";
import { foreignAnswerError } from "@tapedeck/core/foreign-answer";

/**
 * Everyone who needs a token waits for the same request: unanswered, as on a half-open connection,
 * it would keep them all waiting until the page is loaded anew.
 */
const ANSWER_WITHIN_MS = 30_000;

/** Longer than one request can take: whoever still has the turn then is a tab that the browser froze. */
const TURN_WITHIN_MS = 40_000;

/** What the server's own answer holds. A sign-in page of a network answers 200 too, and is not it. */
const ANSWERS = { "/auth/token": "accessToken", "/auth/logout": "logoutUrl" } as const;

/** Other sites cannot send it without a preflight that our server does not answer. */
const SCRIPT_HEADERS = { "x-tapedeck": "1" };

export interface SessionServer {
  /**
   * @returns the fields of the answer
   * @throws {AppError} what the server answered, OFFLINE, CONNECTION_LOST
   * @throws {AppError} SERVICE_BLOCKED, SERVICE_UNAVAILABLE, THROTTLED, TIMEOUT – somebody else answered
   */
  post(path: keyof typeof ANSWERS): Promise<Readonly<Record<string, unknown>>>;
}

export interface SessionServerPorts {
  readonly fetch: (path: string, init: RequestInit) => Promise<Response>;
  readonly isOnline: () => boolean;
  /**
   * Runs it when nobody else in this browser runs theirs.
   *
   * @throws what it throws, or the signal's reason – aborted while it waited for its turn
   */
  readonly inTurn: <Result>(signal: AbortSignal, run: () => Promise<Result>) => Promise<Result>;
}

export function createSessionServer(ports: SessionServerPorts): SessionServer {
  const unreachable = (cause: unknown) =>
    ports.isOnline()
      ? new AppError("CONNECTION_LOST", "The session could not be reached.", { cause })
      : new AppError("OFFLINE", "The device is offline.", { cause });

  async function ask(path: keyof typeof ANSWERS): Promise<Readonly<Record<string, unknown>>> {
    const response = await ports.fetch(path, {
      method: "POST",
      headers: SCRIPT_HEADERS,
      signal: AbortSignal.timeout(ANSWER_WITHIN_MS),
    });
    const body: unknown = await response.json().catch(() => undefined);
    const fields = isRecord(body) ? body : {};
    if (response.ok && typeof fields[ANSWERS[path]] === "string") return fields;
    const { status, headers } = response;
    const code = fields["appCode"];
    if (!response.ok && isErrorCode(code)) throw new AppError(code, `${path} answered ${status}.`);
    throw foreignAnswerError("service", { status, retryAfter: headers.get("retry-after") });
  }

  return {
    post: (path) =>
      ports
        .inTurn(AbortSignal.timeout(TURN_WITHIN_MS), () => ask(path))
        .catch((thrown: unknown) => {
          throw thrown instanceof AppError ? thrown : unreachable(thrown);
        }),
  };
}

/** The browser's: its tabs and its service worker share the lock. */
export const browserSessionServer = (): SessionServer =>
  createSessionServer({
    fetch: (path, init) => fetch(path, init),
    isOnline: () => navigator.onLine,
    inTurn: inBrowserTurn,
  });

/**
 * A browser without locks, or that refuses them as it refuses cookies, does without turns: that two tabs
 * then ask at once is what the pool's grace after a rotation is for.
 */
async function inBrowserTurn<Result>(
  signal: AbortSignal,
  run: () => Promise<Result>,
): Promise<Result> {
  if (!("locks" in navigator)) return run();
  let hasBegun = false;
  const begin = () => {
    hasBegun = true;
    return run();
  };
  try {
    return await navigator.locks.request("tapedeck-session", { signal }, begin);
  } catch (thrown) {
    if (hasBegun || signal.aborted) throw thrown;
    return run();
  }
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null;
}
