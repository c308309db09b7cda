import { Show } from "solid-js";
import type { Toasts } from "./create-toasts.ts";
import { libraryWords } from "#words/library";

/** The one sentence about what has just happened, above everything else. */
export function ToastBar(props: { toasts: Toasts }) {
  const { toasts } = props;
  return (
    // The region stays, so that screen readers announce what comes into it.
    <div class="toast-place" role="status">
      <Show when={toasts.toast()} keyed>
        {(toast) => (
          // The pointer and the focus only hold the time; the button acts.
          // oxlint-disable-next-line jsx-a11y/no-static-element-interactions
          <div
            class="toast"
            onPointerEnter={() => toasts.hold(true)}
            onPointerLeave={() => toasts.hold(false)}
            onFocusIn={() => toasts.hold(true)}
            onFocusOut={() => toasts.hold(false)}
          >
            <p>
              <bdi>{toast.text}</bdi>
            </p>
            <Show when={toast.undo}>
              {(undo) => (
                <button type="button" class="toast-key" onClick={() => undo()()}>
                  <svg
                    class="ring"
                    classList={{ held: toasts.isHeld() }}
                    viewBox="0 0 24 24"
                    aria-hidden="true"
                  >
                    <circle cx="12" cy="12" r="9" />
                    <circle class="left" cx="12" cy="12" r="9" pathLength="100" />
                  </svg>
                  {libraryWords.acts.undo}
                </button>
              )}
            </Show>
          </div>
        )}
      </Show>
    </div>
  );
}
