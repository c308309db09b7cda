import { createResource, Match, Switch } from "solid-js";
import { isErrorCode, toAppError } from "@tapedeck/core/errors";
import type { Recorder } from "@tapedeck/recorder/recorder";
import { callApi, type Api } from "./api.ts";
import { Header } from "./components/Header.tsx";
import { Notice } from "./components/Notice.tsx";
import { SignedOut } from "./pages/SignedOut.tsx";
import { Studio } from "./pages/Studio.tsx";
import type { Session } from "./session.ts";

/** Which page there is depends on who the server takes us for. */
export function App(props: { api: Api; session: Session; recorder: Recorder }) {
  const [me, { refetch }] = createResource(() =>
    callApi(props.session, () => props.api.session.me.query()).catch((thrown: unknown) => {
      throw toAppError(thrown);
    }),
  );
  const failure = () => (me.error === undefined ? undefined : toAppError(me.error).code);
  const signOut = () => {
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
      <Match when={me()}>
        {(person) => <Studio me={person()} recorder={props.recorder} onSignOut={signOut} />}
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
