// The composition root: creates the session, the API client and the service worker once per page.
import { render } from "solid-js/web";
import { browserEnvironment } from "@tapedeck/recorder";
import { createRecorder } from "@tapedeck/recorder";
import { App } from "./App.tsx";
import { fetchFromApi } from "./api/api-answer.ts";
import { putWhileSignedIn } from "./session/put-while-signed-in.ts";
import { createLaterRecordingApi, loadApi } from "./api/later-api.ts";
import { registerServiceWorker } from "./service-worker/register-service-worker.ts";
import { createServerClock } from "./api/server-clock.ts";
import { browserSessionServer } from "./session/session-server.ts";
import { createSession } from "./session/session.ts";
import { createOwnerSession } from "./session/owner-session.ts";
import { readSignInId } from "./session/signed-in-cookie.ts";
import { createSignOutMark } from "./session/sign-out-mark.ts";
import { createSignOut } from "./session/sign-out.ts";
// index.html links the styles of the door, and those that all pages share.
import "./design/controls.css";
import "./design/dialog.css";
import "./design/frame.css";
import "./design/notice.css";
import "./deck/deck.css";
import "./deck/keys.css";
import "./deck/meter.css";

const root = document.getElementById("app");
if (root === null) throw new Error("index.html has no #app");

const server = browserSessionServer();
const signOut = createSignOut(createSignOutMark(location.origin), server);
const session = createSession({
  server,
  nowMs: () => Date.now(),
  isSigningOut: () => signOut.isPending(),
  currentSignInId: async () => readSignInId(location.origin),
});
const serverClock = createServerClock({
  fetch: fetchFromApi,
  nowMs: () => Date.now(),
  monotonicMs: () => performance.now(),
});
if (readSignInId(location.origin) !== undefined) loadApi().catch(() => undefined);
const openRecorder = (owner: string, userType: () => string | undefined) => {
  const own = createOwnerSession(owner, session);
  return createRecorder({
    api: createLaterRecordingApi(own, serverClock),
    owner,
    userType,
    environment: {
      ...browserEnvironment,
      putObject: putWhileSignedIn(own, browserEnvironment.putObject),
    },
  });
};
// The development server has no service worker.
const requestBackgroundUpload = import.meta.env.PROD ? registerServiceWorker() : () => {};

render(
  () => (
    <App
      readMe={async () => (await loadApi()).readMe(session, serverClock)}
      session={session}
      signOut={signOut}
      openRecorder={openRecorder}
      onUploadsLeft={requestBackgroundUpload}
    />
  ),
  root,
);
