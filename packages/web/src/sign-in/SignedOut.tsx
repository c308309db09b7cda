import { Show } from "solid-js";
import type { ErrorCode } from "@tapedeck/core/error-codes";
import { Header } from "../design/Header.tsx";
import { Notice } from "../design/Notice.tsx";

/** Comes back to the address of now: a link to a recording still opens it after the sign-in. */
const signInLink = () => `/auth/login?return=${encodeURIComponent(location.pathname)}`;

/** The page for a signed-out visitor: what Tapedeck does, and the link to sign in. */
export function SignedOut(props: { error: ErrorCode | undefined }) {
  return (
    <>
      <Header />
      <main class="door">
        <Show when={props.error}>{(code) => <Notice code={code()} />}</Show>
        <h2>Talk. It is kept.</h2>
        <p>
          Tapedeck records in your browser and keeps every second in your own bucket, in files that
          play anywhere.
        </p>
        <a class="button record" href={signInLink()} rel="nofollow">
          Sign in
        </a>
      </main>
    </>
  );
}
