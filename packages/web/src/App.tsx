import {
  createEffect,
  createMemo,
  createResource,
  createSignal,
  Match,
  onCleanup,
  Switch,
} from "solid-js";
import { isErrorCode, toAppError, type ErrorCode } from "@tapedeck/core/errors";
import type { Recorder } from "@tapedeck/recorder/recorder";
import { callApi, type Api } from "./api.ts";
import { Header } from "./components/Header.tsx";
import { Notice } from "./components/Notice.tsx";
import { forgetPerson, knownPerson, rememberPerson, type Person } from "./known-person.ts";
import { SignedOut } from "./pages/SignedOut.tsx";
import { SigningOut } from "./pages/SigningOut.tsx";
import { Studio } from "./pages/Studio.tsx";
import { makePersonListener } from "./primitives/make-person-listener.ts";
import { wordsFor } from "./safety.ts";
import type { Session } from "./session.ts";
import type { SignOut } from "./sign-out.ts";

/** Failures to ask the server: whoever was signed in here last may record meanwhile. */
const UNREACHABLE: ReadonlySet<ErrorCode> = new Set([
  "OFFLINE",
  "CONNECTION_LOST",
  "TIMEOUT",
  "SERVICE_UNAVAILABLE",
  "THROTTLED",
]);

/** How soon the server is asked again, as the notice promises, if the browser tells of no network before. */
const ASK_AGAIN_MS = 10_000;

/** Which page there is depends on who the server takes us for. */
export function App(props: {
  api: Api;
  session: Session;
  signOut: SignOut;
  openRecorder: (owner: string) => Recorder;
  /** The page is put away, and something is not in the bucket yet. */
  onLeftOver: () => void;
}) {
  const [isSigningOut, setSigningOut] = createSignal(props.signOut.isUnfinished());
  const [me, { refetch }] = createResource(async (): Promise<Person> => {
    if (isSigningOut()) await finishSignOut(props.signOut);
    setSigningOut(false);
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
    const askAgain = () => void refetch();
    const timer = setTimeout(askAgain, ASK_AGAIN_MS);
    addEventListener("online", askAgain);
    onCleanup(() => {
      clearTimeout(timer);
      removeEventListener("online", askAgain);
    });
  });
  const owner = createMemo(() =>
    isSigningOut() || me.error !== undefined ? undefined : me()?.sub,
  );
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
    if (opened && opened.snapshot().state !== "idle") {
      opened.wake("signed-in");
      return;
    }
    setSigningOut(props.signOut.isUnfinished());
    void refetch();
  });
  const signOut = async (opened: Recorder) => {
    await opened.stop();
    const { signOutQuestion } = wordsFor(opened.snapshot().safety);
    if (signOutQuestion !== undefined && !confirm(signOutQuestion)) return;
    props.signOut.begin();
    props.session.forget();
    setSigningOut(true);
    // Other tabs hear this, and find the sign-out begun.
    forgetPerson();
    void refetch();
  };
  return (
    <Switch>
      <Match when={isSigningOut()}>
        <SigningOut isWaiting={failure() !== undefined} onAgain={() => void refetch()} />
      </Match>
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
              onSignOut={() => void signOut(opened)}
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

/**
 * Goes on to the sign-in service, and from there back to the page for whoever is signed out.
 *
 * @throws {AppError} the server could not be told
 */
async function finishSignOut(signOut: SignOut): Promise<void> {
  const logoutUrl = await signOut.finish();
  if (logoutUrl === undefined) return;
  location.assign(logoutUrl);
  // Nobody may sign in before that has happened. It goes on here only if the browser brings this very
  // page back from its history.
  await new Promise<void>((resolve) => {
    addEventListener("pageshow", ({ persisted }) => {
      if (persisted) resolve();
    });
  });
}

/** What the sign-in came back with, if it failed. */
function signInError() {
  const code = new URLSearchParams(location.search).get("signInError");
  return isErrorCode(code) ? code : undefined;
}
