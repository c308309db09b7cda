// The simulated network. A request to S3 or the API may be lost, refused, or answered by a stranger. A tab
// that asks too often is a violation.
import type { ErrorCode } from "@tapedeck/core/error-catalogue";
import { AppError } from "@tapedeck/core/errors";
import { foreignAnswerError } from "@tapedeck/core/foreign-answer";
import { refusalOf } from "../../packages/recorder/src/upload/s3-refusal.ts";
import type { HOSTS } from "./clogs.ts";
import type { World } from "./world.ts";

/** Ten times as many as a rough run needs. More of them mean that a tab retries without waiting. */
const MAX_REQUESTS = 5000;

/** By a device with a few tabs that die and begin anew, each of which forgets how often it failed. */
const MAX_REFUSALS_PER_MINUTE = 40;

/** Of portals, proxies and filters. */
const FOREIGN_STATUSES = [200, 302, 401, 403, 407, 429, 451, 500, 501, 503, 511];

/** While an owner mends a policy, a key or a clock. */
const S3_REFUSALS = [
  "AccessDenied",
  "ExpiredToken",
  "InvalidAccessKeyId",
  "RequestTimeTooSkewed",
  "SignatureDoesNotMatch",
];

/** While the device knows that it is offline. */
const LEAST_MS_BETWEEN_OFFLINE_TRIES = 25_000;

export interface SimulatedNetwork {
  /** @param subjects - what the request is about. A tab that was told to wait for one of them must have waited. */
  travel<Result>(
    host: (typeof HOSTS)[number],
    subjects: readonly string[],
    foreignError: () => AppError,
    carryOut: () => Promise<Result>,
  ): Promise<Result>;
  /** As the page reads a stranger's answer to a call of the API. */
  readonly foreignToApi: () => AppError;
  /** As put-object.ts reads a stranger's answer to a PUT, or what S3 says to one that is right. */
  readonly foreignToPut: () => AppError;
  /** The one who asked to wait has been forgotten: a tab that died cannot know. */
  forgetWaits(): void;
  /** There was a network again. */
  forgetOfflineTries(): void;
}

export function createNetwork(world: World): SimulatedNetwork {
  const { random, trouble, clock, clogs } = world;
  /** By what was asked for: not before this time, by the wish of whoever refused it. */
  const notBeforeMs = new Map<string, number>();
  const refusedAtMs = new Map<string, readonly number[]>();
  const triedOfflineAtMs = new Map<string, number>();
  /** Of those who remember that they were asked to wait. */
  let epoch = 0;
  let requestCount = 0;

  async function travel<Result>(
    host: (typeof HOSTS)[number],
    subjects: readonly string[],
    foreignError: () => AppError,
    carryOut: () => Promise<Result>,
  ): Promise<Result> {
    requestCount += 1;
    if (requestCount > MAX_REQUESTS) {
      world.violate(`more than ${MAX_REQUESTS} requests: somebody does not wait`);
      // Whoever does not wait would never let the run end.
      return new Promise(() => undefined);
    }
    for (const subject of subjects) {
      if (clock.nowMs() < (notBeforeMs.get(subject) ?? 0)) {
        world.violate(`${subject} was asked for before its Retry-After was over`);
      }
    }
    const sentIn = epoch;
    noteOfflineAttempt(subjects);
    await world.pause(2000);
    await clogs.pass(host);
    if (trouble.isOffline || random.chance(trouble.lost)) throw networkError(subjects);
    const obedient = sentIn === epoch ? subjects : [];
    if (random.chance(trouble.foreign)) throw counted(obedient, foreignError());
    if (random.chance(trouble.refused)) throw counted(obedient, refusal());
    // From here on it happens, whether or not anybody is left to hear of it.
    const result = await carryOut();
    await world.pause(2000);
    await clogs.pass(host);
    if (trouble.isOffline || random.chance(trouble.lost)) throw networkError(subjects);
    return result;
  }

  /** Who knows that there is no network may try now and then, because browsers err; no more. */
  function noteOfflineAttempt(subjects: readonly string[]): void {
    if (!trouble.isOffline || !trouble.offlineIsKnown) {
      triedOfflineAtMs.clear();
      return;
    }
    for (const subject of subjects) {
      const lastMs = triedOfflineAtMs.get(subject);
      triedOfflineAtMs.set(subject, clock.nowMs());
      if (lastMs !== undefined && clock.nowMs() - lastMs < LEAST_MS_BETWEEN_OFFLINE_TRIES) {
        world.violate(`${subject} was asked for twice in a row without a network`);
      }
    }
  }

  function networkError(subjects: readonly string[]): AppError {
    return counted(
      subjects,
      new AppError(random.pick(["CONNECTION_LOST", "TIMEOUT"]), "simulated"),
    );
  }

  function refusal(): AppError {
    const code: ErrorCode = random.pick(["SERVICE_UNAVAILABLE", "THROTTLED"]);
    if (!random.chance(trouble.saysWait)) return new AppError(code, "simulated");
    return new AppError(code, "simulated", {
      details: { retryAfterMs: random.between(1, 60_000) },
    });
  }

  /** Notes that the subjects were refused, and until when they were asked to wait. */
  function counted(subjects: readonly string[], error: AppError): AppError {
    const { retryAfterMs } = error.details;
    for (const subject of subjects) {
      countRefusal(subject);
      if (typeof retryAfterMs === "number") notBeforeMs.set(subject, clock.nowMs() + retryAfterMs);
    }
    return error;
  }

  /** Strangers ask for waits of any length. */
  const foreignWait = () =>
    random.chance(trouble.saysWait) ? String(random.between(1, 86_400)) : null;

  const foreignToApi = () =>
    foreignAnswerError("service", {
      status: random.pick(FOREIGN_STATUSES),
      retryAfter: foreignWait(),
    });

  function foreignToPut(): AppError {
    const answer = random.pick([
      { status: random.pick(FOREIGN_STATUSES), body: "<h1>Blocked by policy</h1>" },
      { status: 403, body: `<Error><Code>${random.pick(S3_REFUSALS)}</Code></Error>` },
      { status: 501, body: "<Error><Code>NotImplemented</Code></Error>" },
    ]);
    const read = refusalOf({ ...answer, retryAfter: random.chance(0.5) ? foreignWait() : null });
    // A refused preflight, or no CORS rule: the page may read nothing.
    return read ?? new AppError("CONNECTION_LOST", "simulated");
  }

  /** Waits that double bring eight or so refusals in a minute; waits of nothing, hundreds. */
  function countRefusal(subject: string): void {
    const since = clock.nowMs() - 60_000;
    const recent = (refusedAtMs.get(subject) ?? []).filter((atMs) => atMs > since);
    refusedAtMs.set(subject, [...recent, clock.nowMs()]);
    if (recent.length === MAX_REFUSALS_PER_MINUTE) {
      world.violate(`${subject} was asked for ${recent.length} times in a minute of refusals`);
    }
  }

  return {
    travel,
    foreignToApi,
    foreignToPut,
    forgetWaits: () => {
      epoch += 1;
      notBeforeMs.clear();
      triedOfflineAtMs.clear();
    },
    forgetOfflineTries: () => triedOfflineAtMs.clear(),
  };
}
