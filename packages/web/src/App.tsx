import {
  createEffect,
  createMemo,
  createResource,
  createSignal,
  Match,
  onCleanup,
  Show,
  Switch,
} from "solid-js";
import { isErrorCode, type ErrorCode } from "@tapedeck/core/error-catalogue";
import { toAppError } from "@tapedeck/core/errors";
import type { Recorder } from "@tapedeck/recorder/recorder";
import { callApi, type Api } from "./api/api.ts";
import { Header } from "./design/Header.tsx";
import { Notice } from "./design/Notice.tsx";
import { SignOutDialog } from "./sign-out/SignOutDialog.tsx";
import { forgetPerson, knownPerson, rememberPerson, type Person } from "./session/known-person.ts";
import { leftOverOf } from "./sign-out/left-over.ts";
import { SignedOut } from "./sign-in/SignedOut.tsx";
import { SigningOut } from "./sign-out/SigningOut.tsx";
import { Studio } from "./deck/Studio.tsx";
import { makePersonListener } from "./session/make-person-listener.ts";
import { wordsFor } from "./text/safety.ts";
import type { Session } from "./session/session.ts";
import type { SignOut } from "./session/sign-out.ts";

/** Failures to ask the server: whoever was signed in here last may record meanwhile. */
const UNREACHABLE: ReadonlySet<ErrorCode> = new Set([
  "OFFLINE",
  "CONNECTION_LOST",
  "TIMEOUT",
  "SERVICE_UNAVAILABLE",
  "SERVICE_BLOCKED",
  "THROTTLED",
]);

/** How soon the server is asked again, as the notice promises, if the browser tells of no network before. */
const ASK_AGAIN_MS = 10_000;

/** A person who wants to sign out does not wait longer for a device that does not answer. */
const READ_WITHIN_MS = 2_000;

/** Which page there is depends on who the server takes us for. */
export function App(props: {
  api: Api;
  session: Session;
  signOut: SignOut;
  openRecorder: (owner: string, userType: () => string | undefined) => Recorder;
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
    const opened = props.openRecorder(sub, () =>
      me.error === undefined ? me()?.userType : undefined,
    );
    onCleanup(() => void opened.dispose());
    return opened;
  });
  /** This page still records for a person who is signed out, or holds the only copy of their sound. */
  const [isAway, setAway] = createSignal(false);
  /** The person is asked before they sign out; `hasRecords` as {@link SignOutDialog} takes it. */
  const [asked, setAsked] = createSignal<{ readonly hasRecords: boolean }>();
  makePersonListener(() => {
    props.session.forget();
    const opened = recorder();
    setAsked(undefined);
    // Never ends a recording: its sound stays on the device until its own person is back.
    if (opened && wordsFor(opened.snapshot().safety).asksBeforeClosing) {
      setAway(knownPerson()?.sub !== owner());
      if (!isAway()) opened.wake("signed-in");
      return;
    }
    void lookAgain();
  });
  const lookAgain = async () => {
    setSigningOut(props.signOut.isUnfinished());
    await refetch();
    setAway(false);
    // Whose uploads waited for a sign-in, and who is signed in after all.
    recorder()?.wake("signed-in");
  };
  const askToSignOut = async (opened: Recorder) => {
    // An empty list may not have been read yet.
    const isUnread = opened.snapshot().recordings.length === 0;
    const hasRecords =
      isUnread &&
      (await Promise.race([
        // Where they cannot be read, there may be some.
        opened.hasRecords().catch(() => true),
        new Promise<true>((resolve) => setTimeout(resolve, READ_WITHIN_MS, true)),
      ]));
    if (hasRecords || leftOverOf(opened.snapshot())) setAsked({ hasRecords });
    else signOut();
  };
  const signOut = () => {
    setAsked(undefined);
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
            <>
              <Studio
                me={person}
                recorder={opened}
                isSignedOut={isAway()}
                onSignedOut={() => void lookAgain()}
                onSignOut={() => void askToSignOut(opened)}
                onLeftOver={() => props.onLeftOver()}
              />
              <Show when={asked()}>
                {(now) => (
                  <SignOutDialog
                    recorder={opened}
                    hasRecords={now().hasRecords}
                    onSignOut={signOut}
                    onStay={() => setAsked(undefined)}
                  />
                )}
              </Show>
            </>
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

/** What the sign-in came back with, if it failed, or what it will fail by. */
function signInError() {
  if (!navigator.cookieEnabled) return "COOKIES_BLOCKED";
  const code = new URLSearchParams(location.search).get("signInError");
  return isErrorCode(code) ? code : undefined;
}
