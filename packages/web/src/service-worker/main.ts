// The service worker: opens the app without a network, and uploads without a page. It replaces an active older
// version only when no page of that one is open, or its only page asks: see takeover.ts.
import { AppError } from "@tapedeck/core/errors";
import { drainUploads, serviceWorkerEnvironment } from "@tapedeck/recorder/service-worker";
import { callApi, createApi } from "../api/api.ts";
import { fetchFromApi } from "../api/api-answer.ts";
import { putWhileSignedIn } from "../session/put-while-signed-in.ts";
import { createRecordingApi } from "../api/recording-api.ts";
import { createServerClock } from "../api/server-clock.ts";
import { browserSessionServer } from "../session/session-server.ts";
import { createSession } from "../session/session.ts";
import { createOwnerSession, type OwnerSession } from "../session/owner-session.ts";
import { readSignInIdInWorker } from "../session/signed-in-cookie.ts";
import { createShell } from "./shell.ts";
import { SYNC_TAG } from "./sync-tag.ts";
import { createTakeover } from "./takeover.ts";
import { scope } from "./updating-scope.ts";

/** Chromium ends a sync event after three minutes. */
const DRAIN_LIMIT_MS = 120_000;

const serverClock = createServerClock({
  fetch: fetchFromApi,
  nowMs: () => Date.now(),
  monotonicMs: () => performance.now(),
});

const files = import.meta.env.SHELL_FILES;

const shell = createShell<Request>({
  origin: location.origin,
  version: import.meta.env.SHELL_VERSION,
  files,
  caches,
  fetch: (request) => fetch(request),
  setTimer: serviceWorkerEnvironment.setTimer,
});

const takeover = createTakeover({
  files,
  countPages: async () =>
    (await scope.clients.matchAll({ type: "window", includeUncontrolled: true })).length,
  skipWaiting: () => scope.skipWaiting(),
});

addEventListener("install", (event) => event.waitUntil(shell.install()));
addEventListener("activate", (event) => event.waitUntil(forgetOlder()));
scope.addEventListener("message", (event) => {
  const { data, ports } = event;
  event.waitUntil(takeover.answer(data).then((isYes) => ports[0]?.postMessage(isYes)));
});
addEventListener("fetch", (event) => {
  const answer = shell.answer(event.request);
  if (answer) event.respondWith(answer);
});
addEventListener("sync", (event) => {
  if (event.tag === SYNC_TAG) event.waitUntil(uploadPending());
});

async function forgetOlder(): Promise<void> {
  if (await takeover.mayForgetOlder()) await shell.removeOtherVersions();
}

/** A rejection makes the browser send the event again, some minutes later. */
async function uploadPending(): Promise<void> {
  // Without the Cookie Store a worker cannot notice a sign-out. Only Chromium has Background Sync, and it has
  // had the Cookie Store for as long as it can encode our recordings.
  if (!("cookieStore" in globalThis)) return;
  const session = createSession({
    server: browserSessionServer(),
    nowMs: () => Date.now(),
    // A worker cannot read the page's mark in local storage. It notices a sign-out by the cookie, which the
    // page removes at the same moment.
    isSigningOut: () => false,
    currentSignInId: () => readSignInIdInWorker(location.origin),
  });
  const owner = await findOwner(session);
  // The next person to sign in opens a page, and the page uploads.
  if (owner === undefined) return;
  const signedOut = new AbortController();
  const own = notifyWhenSignedOut(createOwnerSession(owner, session), () => signedOut.abort());
  const { putObject } = serviceWorkerEnvironment;
  const outcome = await drainUploads({
    owner,
    api: createRecordingApi(own, serverClock),
    environment: { ...serviceWorkerEnvironment, putObject: putWhileSignedIn(own, putObject) },
    limitMs: DRAIN_LIMIT_MS,
    signal: signedOut.signal,
  });
  if (outcome === "left") throw new Error("Uploads are left.");
}

/** Wraps the session: calls back when a request for a token finds that the owner has signed out. */
function notifyWhenSignedOut(own: OwnerSession, onSignedOut: () => void): OwnerSession {
  const watch = async <Result>(ask: () => Promise<Result>): Promise<Result> => {
    try {
      return await ask();
    } catch (thrown) {
      if (isSignedOut(thrown)) onSignedOut();
      throw thrown;
    }
  };
  return {
    ...own,
    accessToken: () => watch(() => own.accessToken()),
    ensureSignedIn: () => watch(() => own.ensureSignedIn()),
  };
}

function isSignedOut(thrown: unknown): boolean {
  return thrown instanceof AppError && thrown.code === "NOT_SIGNED_IN";
}

/** Asks the server who is signed in, so that the worker need not remember a person. */
async function findOwner(session: ReturnType<typeof createSession>): Promise<string | undefined> {
  try {
    const { sub } = await callApi(session, () => createApi(session).session.me.query());
    return sub;
  } catch (thrown) {
    if (isSignedOut(thrown)) return undefined;
    throw thrown;
  }
}
