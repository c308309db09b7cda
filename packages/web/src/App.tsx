import { createEffect, createMemo, createSignal, Match, onCleanup, Show, Switch } from "solid-js";
import { Portal } from "solid-js/web";
import type { Recorder } from "@tapedeck/recorder";
import type { Me } from "./api/page-api.ts";
import { Studio } from "./Studio.tsx";
import { Header } from "./design/Header.tsx";
import { Later } from "./design/Later.tsx";
import { LaterNotice } from "./design/LaterNotice.tsx";
import { PlayerProvider } from "./player/PlayerProvider.tsx";
import { createAccount } from "./session/create-account.ts";
import { knownPerson } from "./session/known-person.ts";
import { makePersonChangeListener } from "./session/make-person-change-listener.ts";
import type { PersonalSession } from "./session/session.ts";
import type { SignOut } from "./session/sign-out.ts";
import { showPage } from "./sign-in/show-page.ts";
import { loadOutside } from "./sign-in/load-outside.ts";
import { createSignOutQuestion } from "./sign-out/create-sign-out-question.ts";
import { rulesFor } from "./deck/safety-rules.ts";

/** Chooses the page by who is signed in, and opens one recorder for each person. */
export function App(props: {
  /** @throws {AppError} by its code */
  readMe: () => Promise<Me>;
  session: PersonalSession;
  signOut: SignOut;
  openRecorder: (owner: string, userType: () => string | undefined) => Recorder;
  /** Some uploads are pending and the page may end; the service worker can continue them. */
  onUploadsLeft: () => void;
}) {
  const account = createAccount(props);
  const owner = createMemo(() => account.person()?.sub);
  /** A new person gets a new recorder: it never shows or uploads another person's sound. */
  const recorder = createMemo(() => {
    const sub = owner();
    if (sub === undefined) return undefined;
    const opened = props.openRecorder(sub, () => account.person()?.userType);
    onCleanup(() => void opened.dispose());
    return opened;
  });
  /** The person has signed out elsewhere while this page records, or holds the only copy of their sound. */
  const [isAway, setAway] = createSignal(false);
  const signOut = () => {
    signOutQuestion.close();
    account.signOut();
  };
  const signOutQuestion = createSignOutQuestion(signOut);
  // Until the first answer, the page is what public/choose-page.js has chosen.
  createEffect(() => {
    if (account.isSigningOut() || account.person() !== undefined) showPage("app");
    else if (account.failure() !== undefined) showPage("door");
  });

  const refresh = async () => {
    await account.refresh();
    setAway(false);
    // Uploads that waited for a sign-in can continue, if the person is signed in after all.
    recorder()?.wake("signed-in");
  };
  makePersonChangeListener(() => {
    props.session.forget();
    signOutQuestion.close();
    const opened = recorder();
    // A sign-out elsewhere never ends a recording: its sound stays on this device for its owner.
    if (opened && rulesFor(opened.snapshot().safety).asksBeforeClosing) {
      setAway(knownPerson()?.sub !== owner());
      if (!isAway()) opened.wake("signed-in");
      return;
    }
    void refresh();
  });

  return (
    <Switch>
      <Match when={account.isSigningOut()}>
        <Later load={loadOutside} meanwhile={<EmptyPage />}>
          {({ SigningOut }) => (
            <SigningOut
              isWaiting={account.failure() !== undefined}
              onAgain={() => account.retry()}
            />
          )}
        </Later>
      </Match>
      <Match when={account.failure()}>
        {(code) => (
          // Around it, because the door has to say too that the code of its sentences did not come.
          <Portal mount={document.getElementById("door-trouble") ?? document.body}>
            <Later load={loadOutside}>
              {({ SignedOut }) => <SignedOut failure={code()} onAgain={() => account.retry()} />}
            </Later>
          </Portal>
        )}
      </Match>
      <Match when={recorder()} keyed>
        {(opened) => {
          const person = account.person();
          if (person === undefined) return undefined;
          signOutQuestion.prepare();
          return (
            <PlayerProvider
              isSignedOut={isAway()}
              ports={() => ({
                session: props.session,
                recorder: opened,
                owner: person.sub,
              })}
            >
              <Studio
                me={person}
                session={props.session}
                recorder={opened}
                isSignedOut={isAway()}
                onSignedOut={() => void refresh()}
                onSignOut={() => void signOutQuestion.request(opened)}
                onUploadsLeft={() => props.onUploadsLeft()}
              />
              <Show when={signOutQuestion.failure()}>
                {(code) => <LaterNotice code={code()} />}
              </Show>
              <Show when={signOutQuestion.question()} keyed>
                {(question) => (
                  <question.Dialog
                    recorder={opened}
                    hasRecords={question.hasRecords}
                    onSignOut={signOut}
                    onStay={() => signOutQuestion.close()}
                  />
                )}
              </Show>
            </PlayerProvider>
          );
        }}
      </Match>
      <Match when={account.isLoading()}>
        <EmptyPage />
      </Match>
    </Switch>
  );
}

/** As long as it is not known whose page it is. */
function EmptyPage() {
  return (
    <>
      <Header />
      <main class="main-place" aria-busy="true" />
    </>
  );
}
