import { Show } from "solid-js";
import { RoomIcon } from "../design/RoomIcon.tsx";
import { deckWords } from "#words/deck";
import { copyFailure, type CopyNews } from "../library/create-copies.ts";
import { messageFor } from "../text/messages.ts";
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
  /** What became of the copies that the person asked for. */
  copies: CopyNews | undefined;
  onSave: () => void;
}) {
  /** Only what has happened: to reload the page, as some errors ask, may cost the sound. */
  const trouble = () => {
    if (props.copies === "none") return say.nothingToCopy;
    const code = copyFailure(props.copies);
    return code && `${say.noCopy} ${messageFor(code).happened}`;
  };
  return (
    <div class="note" role="alert">
      <RoomIcon name="lock" />
      <p>
        <strong>{say.lead}</strong> <Show when={props.isRecording}>{say.goesOn} </Show>
        {WHERE[props.heldIn]}
        <Show when={trouble()}>
          {" "}
          <strong>{trouble()}</strong>
        </Show>
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
