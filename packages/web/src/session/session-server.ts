// Calls the session's routes, one request at a time across all tabs and the service worker: if the user
// pool rotates refresh tokens, each request spends the token that the next one needs.
import { isErrorCode } from "@tapedeck/core/error-codes";
import { AppError } from "@tapedeck/core/errors";
import { foreignAnswerError } from "@tapedeck/core/foreign-answer";

/**
 * All callers that need a token wait for the same request. Without a limit, a half-open connection would
 * block them until the person reloads the page.
 */
const REQUEST_TIMEOUT_MS = 30_000;

/** Longer than one request can take: a tab that still holds the lock then was frozen by the browser. */
const LOCK_TIMEOUT_MS = 40_000;

/** The field that proves the answer is ours: a captive portal's page may come with status 200 too. */
const REQUIRED_FIELD = { "/auth/token": "accessToken", "/auth/logout": "logoutUrl" } as const;

/** Forces a preflight on other sites, which our server does not answer. */
const SCRIPT_HEADERS = { "x-tapedeck": "1" };

export interface SessionServer {
  /**
   * @returns the fields of the answer
   * @throws {AppError} the code in the server's answer, OFFLINE, CONNECTION_LOST
   * @throws {AppError} SERVICE_BLOCKED, SERVICE_UNAVAILABLE, THROTTLED, TIMEOUT – another server answered
   */
  post(path: keyof typeof REQUIRED_FIELD): Promise<Readonly<Record<string, unknown>>>;
}

export interface SessionServerPorts {
  readonly fetch: (path: string, init: RequestInit) => Promise<Response>;
  readonly isOnline: () => boolean;
  /**
   * Runs `run` while no other tab or worker of this browser runs its own.
   *
   * @throws the error of `run`, or the signal's reason – aborted before the lock was granted
   */
  readonly withLock: <Result>(signal: AbortSignal, run: () => Promise<Result>) => Promise<Result>;
}

export function createSessionServer(ports: SessionServerPorts): SessionServer {
  const unreachable = (cause: unknown) =>
    ports.isOnline()
      ? new AppError("CONNECTION_LOST", "The session could not be reached.", { cause })
      : new AppError("OFFLINE", "The device is offline.", { cause });

  async function request(
    path: keyof typeof REQUIRED_FIELD,
  ): Promise<Readonly<Record<string, unknown>>> {
    const response = await ports.fetch(path, {
      method: "POST",
      headers: SCRIPT_HEADERS,
      signal: AbortSignal.timeout(REQUEST_TIMEOUT_MS),
    });
    const body: unknown = await response.json().catch(() => undefined);
    const fields = isRecord(body) ? body : {};
    if (response.ok && typeof fields[REQUIRED_FIELD[path]] === "string") return fields;
    const { status, headers } = response;
    const code = fields["appCode"];
    if (!response.ok && isErrorCode(code)) throw new AppError(code, `${path} answered ${status}.`);
    throw foreignAnswerError("service", { status, retryAfter: headers.get("retry-after") });
  }

  return {
    post: (path) =>
      ports
        .withLock(AbortSignal.timeout(LOCK_TIMEOUT_MS), () => request(path))
        .catch((thrown: unknown) => {
          throw thrown instanceof AppError ? thrown : unreachable(thrown);
        }),
  };
}

/** For the page and the service worker: all contexts of one browser share the Web Lock. */
export const browserSessionServer = (): SessionServer =>
  createSessionServer({
    fetch: (path, init) => fetch(path, init),
    isOnline: () => navigator.onLine,
    withLock: withBrowserLock,
  });

/**
 * Some browsers have no Web Locks, or refuse them where cookies are blocked. There two tabs may ask at
 * once; the user pool's grace period after a rotation covers that.
 */
async function withBrowserLock<Result>(
  signal: AbortSignal,
  run: () => Promise<Result>,
): Promise<Result> {
  if (!("locks" in navigator)) return run();
  let isGranted = false;
  const onGranted = () => {
    isGranted = true;
    return run();
  };
  try {
    return await navigator.locks.request("tapedeck-session", { signal }, onGranted);
  } catch (thrown) {
    if (isGranted || signal.aborted) throw thrown;
    return run();
  }
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null;
}
