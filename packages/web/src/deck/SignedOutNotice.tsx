import { Show } from "solid-js";
import { RoomIcon } from "../design/RoomIcon.tsx";
import { deckWords } from "#words/deck";
import type { HeldIn } from "./held-in.ts";

const say = deckWords.signedOut;
const WHERE: Readonly<Record<HeldIn, string>> = {
  "this-page": say.inWindow,
  "device-that-may-forget": say.mayForget,
  device: say.onDevice,
};

/** Shown after a sign-out, while the page still records or holds sound for that person. */
export function SignedOutNotice(props: {
  isRecording: boolean;
  heldIn: HeldIn;
  onSave: () => void;
}) {
  return (
    <div class="note" role="alert">
      <RoomIcon name="lock" />
      <p>
        <strong>{say.lead}</strong> <Show when={props.isRecording}>{say.goesOn} </Show>
        {WHERE[props.heldIn]}
      </p>
      <div class="keys-below">
        {/* A new tab, because this one holds the sound. */}
        <a class="button" href="/auth/login?return=/" target="_blank" rel="nofollow">
          {say.signIn}
        </a>
        <Show when={props.heldIn !== "device"}>
          <button type="button" onClick={() => props.onSave()}>
            {say.saveCopy}
          </button>
        </Show>
      </div>
    </div>
  );
}
