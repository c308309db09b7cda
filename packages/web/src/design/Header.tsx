import { Show } from "solid-js";
import type { Person } from "../session/known-person.ts";
import { personName } from "../text/person-name.ts";

/** The app's name, and the signed-in person. */
export function Header(props: { me?: Person; onSignOut?: () => void }) {
  return (
    <header class="header">
      <h1>
        <span class="reel" aria-hidden="true" />
        Tapedeck
      </h1>
      <Show when={props.me}>
        {(me) => (
          <div class="who">
            <bdi class="person" title={me().email}>
              {personName(me())}
            </bdi>
            <button type="button" class="quiet" onClick={() => props.onSignOut?.()}>
              Sign out
            </button>
          </div>
        )}
      </Show>
    </header>
  );
}
