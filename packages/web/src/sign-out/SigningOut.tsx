import { Show } from "solid-js";
import { Header } from "../design/Header.tsx";

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
        <Show when={props.isWaiting} fallback={<p role="status">Signing out…</p>}>
          <div class="notice" role="alert">
            <p>
              <strong>You are signed out on this device.</strong> The sign-in service hears of it as
              soon as the network is back; then somebody can sign in here again.
            </p>
            <button type="button" onClick={() => props.onAgain()}>
              Try again
            </button>
          </div>
        </Show>
      </main>
    </>
  );
}
