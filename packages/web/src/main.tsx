// The composition root: creates the session, the API client and the service worker once per page.
import { render } from "solid-js/web";
import { browserEnvironment } from "@tapedeck/recorder";
import { createRecorder } from "@tapedeck/recorder";
import { App } from "./App.tsx";
import { putWhileSignedIn } from "./session/put-while-signed-in.ts";
import { createLaterRecordingApi, laterSessionServer, loadApi } from "./api/later-api.ts";
import { loadOutside } from "./sign-in/load-outside.ts";
import { returnHere } from "./sign-in/show-page.ts";
import { registerServiceWorker } from "./service-worker/register-service-worker.ts";
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

// Before anything is asked: a visitor may press the link at once.
returnHere();
const root = document.getElementById("app");
if (root === null) throw new Error("index.html has no #app");

const signOut = createSignOut(createSignOutMark(location.origin), laterSessionServer);
const session = createSession({
  server: laterSessionServer,
  nowMs: () => Date.now(),
  isSigningOut: () => signOut.isPending(),
  currentSignInId: async () => readSignInId(location.origin),
});
if (readSignInId(location.origin) !== undefined) loadApi().catch(() => undefined);
const openRecorder = (owner: string, userType: () => string | undefined) => {
  const own = createOwnerSession(owner, session);
  return createRecorder({
    api: createLaterRecordingApi(own),
    owner,
    userType,
    environment: {
      ...browserEnvironment,
      putObject: putWhileSignedIn(own, browserEnvironment.putObject),
    },
  });
};
// The network may be gone when its sentences are needed.
void loadOutside();
// The development server has no service worker.
const requestBackgroundUpload = import.meta.env.PROD ? registerServiceWorker() : () => {};

render(
  () => (
    <App
      readMe={async () => (await loadApi()).readMe(session)}
      session={session}
      signOut={signOut}
      openRecorder={openRecorder}
      onUploadsLeft={requestBackgroundUpload}
    />
  ),
  root,
);
