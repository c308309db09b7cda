import { Show } from "solid-js";
import { Header } from "../design/Header.tsx";
import { words } from "../text/words.ts";
import { signingOutWords as say } from "#words/signing-out";

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
        <Show when={props.isWaiting} fallback={<p role="status">{say.underWay}</p>}>
          <div class="notice" role="alert">
            <p>
              <strong>{say.here}</strong> {say.later}
            </p>
            <button type="button" onClick={() => props.onAgain()}>
              {words.page.tryAgain}
            </button>
          </div>
        </Show>
      </main>
    </>
  );
}
