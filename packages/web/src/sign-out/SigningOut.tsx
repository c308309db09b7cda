import { Show } from "solid-js";
import { Header } from "../design/Header.tsx";
import { words } from "../text/words.ts";

const say = words.page;

/** Shown after the sign-out on this device, until the sign-in service knows of it too. */
export function SigningOut(props: {
  /** The server is unreachable. */
  isWaiting: boolean;
  onAgain: () => void;
}) {
  return (
    <>
      <Header />
      <main class="main-place" aria-busy={!props.isWaiting}>
        <Show when={props.isWaiting} fallback={<p role="status">{say.signingOut}</p>}>
          <div class="notice" role="alert">
            <p>
              <strong>{say.signedOutHere}</strong> {say.signedOutLater}
            </p>
            <button type="button" onClick={() => props.onAgain()}>
              {say.tryAgain}
            </button>
          </div>
        </Show>
      </main>
    </>
  );
}
