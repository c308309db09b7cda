// The service worker: opens the app without a network, and uploads without a page. It never takes over
// from an older version by force: a page that is recording keeps the files it was built with.
import { AppError } from "@tapedeck/core/errors";
import { serviceWorkerEnvironment } from "@tapedeck/recorder/environment";
import { drainUploads } from "@tapedeck/recorder/upload/drain";
import { callApi, createApi } from "../api.ts";
import { fetchOwn } from "../own-answer.ts";
import { createRecordingApi } from "../recording-api.ts";
import { createServerClock } from "../server-clock.ts";
import { browserSessionServer } from "../session-server.ts";
import { createSession } from "../session.ts";
import { sessionOf } from "../session-of.ts";
import { createShell } from "./shell.ts";
import { SYNC_TAG } from "./sync-tag.ts";

/** Chromium ends a sync event after three minutes. */
const DRAIN_LIMIT_MS = 120_000;

const serverClock = createServerClock({ fetch: fetchOwn, nowMs: () => Date.now() });

const shell = createShell<Request>({
  origin: location.origin,
  version: import.meta.env.SHELL_VERSION,
  files: import.meta.env.SHELL_FILES,
  caches,
  fetch: (request) => fetch(request),
  setTimer: serviceWorkerEnvironment.setTimer,
});

addEventListener("install", (event) => event.waitUntil(shell.install()));
addEventListener("activate", (event) => event.waitUntil(shell.removeOthers()));
addEventListener("fetch", (event) => {
  const answer = shell.answer(event.request);
  if (answer) event.respondWith(answer);
});
addEventListener("sync", (event) => {
  if (event.tag === SYNC_TAG) event.waitUntil(uploadWhatIsLeft());
});

/** A rejection makes the browser send the event again, some minutes later. */
async function uploadWhatIsLeft(): Promise<void> {
  const session = createSession({
    server: browserSessionServer(),
    nowMs: () => Date.now(),
    // No worker can see it: the server refuses, by the cookie that signing out removes.
    isSigningOut: () => false,
  });
  const owner = await findOwner(session);
  // Whoever signs in next opens a page, which uploads.
  if (owner === undefined) return;
  const own = sessionOf(owner, session);
  const outcome = await drainUploads({
    owner,
    api: createRecordingApi(own, serverClock),
    environment: serviceWorkerEnvironment,
    limitMs: DRAIN_LIMIT_MS,
  });
  if (outcome === "left") throw new Error("Something is left to upload.");
}

/** Whoever is signed in by the cookie: nobody has to be remembered here, and nobody is mistaken. */
async function findOwner(session: ReturnType<typeof createSession>): Promise<string | undefined> {
  try {
    const { sub } = await callApi(session, () => createApi(session).session.me.query());
    return sub;
  } catch (thrown) {
    if (thrown instanceof AppError && thrown.code === "NOT_SIGNED_IN") return undefined;
    throw thrown;
  }
}
