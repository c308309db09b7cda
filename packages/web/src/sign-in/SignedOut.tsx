import { Show } from "solid-js";
import type { ErrorCode } from "@tapedeck/core/error-codes";
import { Header } from "../design/Header.tsx";
import { Notice } from "../design/Notice.tsx";

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
        <a class="button record" href="/auth/login?return=/" rel="nofollow">
          Sign in
        </a>
      </main>
    </>
  );
}
