import { Show } from "solid-js";

/** Where the signed-out person's sound is. */
export type HeldIn = "device" | "device-that-may-forget" | "this-page";

/** Shown after a sign-out, while the page still records or holds sound for that person. */
export function SignedOutNotice(props: {
  isRecording: boolean;
  heldIn: HeldIn;
  onSave: () => void;
}) {
  const where = () => {
    switch (props.heldIn) {
      case "this-page":
        return "What you recorded is in this page alone: sign in again to have it sent, or save a copy before you close the page.";
      case "device-that-may-forget":
        return "What you recorded is only on this device, and this browser may forget it once the window closes: sign in again to have it sent, or save a copy.";
      case "device":
        return "What you recorded is safe on this device. It is sent when you sign in again.";
    }
  };
  return (
    <div class="notice" role="alert">
      <p>
        <strong>You are signed out.</strong>{" "}
        <Show when={props.isRecording}>This recording goes on. </Show>
        {where()}
      </p>
      {/* A new tab, because this one holds the sound. */}
      <a class="button" href="/auth/login?return=/" target="_blank" rel="nofollow">
        Sign in
      </a>
      <Show when={props.heldIn !== "device"}>
        <button type="button" onClick={() => props.onSave()}>
          Save a copy
        </button>
      </Show>
    </div>
  );
}
