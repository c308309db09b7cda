import { createEffect, createMemo, createResource, Match, onCleanup, Switch } from "solid-js";
import { isErrorCode, toAppError, type ErrorCode } from "@tapedeck/core/errors";
import type { Recorder } from "@tapedeck/recorder/recorder";
import { callApi, type Api } from "./api.ts";
import { Header } from "./components/Header.tsx";
import { Notice } from "./components/Notice.tsx";
import { forgetPerson, knownPerson, rememberPerson, type Person } from "./known-person.ts";
import { SignedOut } from "./pages/SignedOut.tsx";
import { Studio } from "./pages/Studio.tsx";
import { makePersonListener } from "./primitives/make-person-listener.ts";
import type { Session } from "./session.ts";

/** Failures to ask the server: whoever was signed in here last may record meanwhile. */
const UNREACHABLE: ReadonlySet<ErrorCode> = new Set([
  "OFFLINE",
  "CONNECTION_LOST",
  "TIMEOUT",
  "SERVICE_UNAVAILABLE",
  "THROTTLED",
]);

/** How soon the server is asked again, as the notice promises, while nobody can record. */
const ASK_AGAIN_MS = 10_000;

/** Which page there is depends on who the server takes us for. */
export function App(props: {
  api: Api;
  session: Session;
  openRecorder: (owner: string) => Recorder;
  /** The page is put away, and something is not in the bucket yet. */
  onLeftOver: () => void;
}) {
  const [me, { refetch }] = createResource(async (): Promise<Person> => {
    try {
      const person = await callApi(props.session, () => props.api.session.me.query());
      rememberPerson(person);
      return person;
    } catch (thrown) {
      const error = toAppError(thrown);
      // The session has ended: so it has in the other tabs, which learn it by this.
      if (error.code === "NOT_SIGNED_IN") forgetPerson();
      const person = UNREACHABLE.has(error.code) ? knownPerson() : undefined;
      if (person) return person;
      throw error;
    }
  });
  const failure = () => (me.error === undefined ? undefined : toAppError(me.error).code);
  createEffect(() => {
    const code = failure();
    if (code === undefined || !UNREACHABLE.has(code)) return;
    const timer = setTimeout(() => void refetch(), ASK_AGAIN_MS);
    onCleanup(() => clearTimeout(timer));
  });
  const owner = createMemo(() => (me.error === undefined ? me()?.sub : undefined));
  /** One for each person: nobody sees or uploads what another recorded on this device. */
  const recorder = createMemo(() => {
    const sub = owner();
    if (sub === undefined) return undefined;
    const opened = props.openRecorder(sub);
    onCleanup(() => void opened.dispose());
    return opened;
  });
  makePersonListener(() => {
    props.session.forget();
    const opened = recorder();
    // Never ends a recording: its sound stays on the device until its own person is back.
    if (opened === undefined || opened.snapshot().state === "idle") void refetch();
    else opened.wake("signed-in");
  });
  const signOut = () => {
    forgetPerson();
    props.session.signOut().then(
      (logoutUrl) => location.assign(logoutUrl),
      // Whoever cannot reach the service to sign out learns it from the page that follows.
      () => location.assign("/"),
    );
  };
  return (
    <Switch>
      <Match when={failure() === "NOT_SIGNED_IN"}>
        <SignedOut error={signInError()} />
      </Match>
      <Match when={failure()}>
        {(code) => (
          <>
            <Header />
            <main class="door">
              <Notice code={code()}>
                <button type="button" onClick={() => void refetch()}>
                  Try again
                </button>
              </Notice>
            </main>
          </>
        )}
      </Match>
      <Match when={recorder()} keyed>
        {(opened) => {
          const person = me();
          if (person === undefined) return undefined;
          return (
            <Studio
              me={person}
              recorder={opened}
              onSignOut={signOut}
              onLeftOver={() => props.onLeftOver()}
            />
          );
        }}
      </Match>
      <Match when={me.loading}>
        <Header />
        <main class="door" aria-busy="true" />
      </Match>
    </Switch>
  );
}

/** What the sign-in came back with, if it failed. */
function signInError() {
  const code = new URLSearchParams(location.search).get("signInError");
  return isErrorCode(code) ? code : undefined;
}
