import { Show } from "solid-js";
import type { ErrorCode } from "@tapedeck/core/error-codes";
import { Notice } from "../design/Notice.tsx";
import { signInError } from "./sign-in-error.ts";
import { words } from "../text/words.ts";

/** What only a script knows of the door, which index.html has: what went wrong. The app puts it into its place there. */
export function SignedOut(props: {
  /** Why the server did not say who is signed in. */
  failure: ErrorCode;
  /** Asks the server again. */
  onAgain: () => void;
}) {
  const isVisitor = () => props.failure === "NOT_SIGNED_IN";
  return (
    <Show when={isVisitor() ? signInError() : props.failure}>
      {(code) => (
        <Notice code={code()}>
          <Show when={!isVisitor()}>
            <button type="button" onClick={() => props.onAgain()}>
              {words.page.tryAgain}
            </button>
          </Show>
        </Notice>
      )}
    </Show>
  );
}
