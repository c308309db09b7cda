// The composition root: session, API and engine, once per page.
import { render } from "solid-js/web";
import { createRecorder } from "@tapedeck/recorder/recorder";
import { createApi } from "./api.ts";
import { App } from "./App.tsx";
import { createRecordingApi } from "./recording-api.ts";
import { registerServiceWorker } from "./register-service-worker.ts";
import { createSession } from "./session.ts";
import { sessionOf } from "./session-of.ts";
import "./styles/base.css";
import "./styles/controls.css";
import "./styles/pages.css";

const root = document.getElementById("app");
if (root === null) throw new Error("index.html has no #app");

const session = createSession({
  fetch: (path, init) => fetch(path, init),
  nowMs: () => Date.now(),
  isOnline: () => navigator.onLine,
});
const api = createApi(session);
const openRecorder = (owner: string) => {
  const own = sessionOf(owner, session);
  return createRecorder({ api: createRecordingApi(createApi(own), own), owner });
};
// The development server has nothing that could be kept for later.
const uploadLater = import.meta.env.PROD ? registerServiceWorker() : () => {};

render(
  () => <App api={api} session={session} openRecorder={openRecorder} onLeftOver={uploadLater} />,
  root,
);
