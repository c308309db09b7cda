import { createEffect, createMemo, createSignal, Match, onMount, Show, Switch } from "solid-js";
import type { Recorder } from "@tapedeck/recorder";
import { copyFailure, createCopies } from "../library/create-copies.ts";
import { leftOverOf, unreadLeftOver } from "./left-over.ts";
import { messageFor } from "../text/messages.ts";
import { createRecorderStore } from "../create-recorder-store.ts";
import { sendingStatus, SignOutConsequences, signOutTitle } from "./SignOutConsequences.tsx";
import { signOutWords } from "#words/sign-out";

const say = signOutWords;

/** Asks before signing out a person who is recording, or whose sound is only on this device. */
export function SignOutDialog(props: {
  recorder: Recorder;
  /** This device has records, but the recorder may not have read them yet. */
  hasRecords: boolean;
  onSignOut: () => void;
  onStay: () => void;
}) {
  // The engine is made once for each person.
  const { recorder } = props;
  const state = createRecorderStore(recorder);
  const leftOver = createMemo(
    () =>
      leftOverOf(state) ??
      (props.hasRecords && state.recordings.length === 0 ? unreadLeftOver(state) : undefined),
  );
  const [isSending, setSending] = createSignal(false);
  const copies = createCopies(recorder);
  let dialog: HTMLDialogElement | undefined;
  onMount(() => dialog?.showModal());
  createEffect(() => {
    if (isSending() && leftOver() === undefined) props.onSignOut();
  });
  const send = async () => {
    setSending(true);
    // The pressed button is gone, and the focus with it.
    dialog?.focus();
    await recorder.stop();
    recorder.retry();
  };
  const signOutAnyway = async () => {
    await recorder.stop();
    props.onSignOut();
  };
  const save = () =>
    copies.save(leftOver()?.recordings.map(({ recordingId }) => recordingId) ?? []);
  return (
    <dialog
      ref={(element) => {
        dialog = element;
      }}
      class="dialog"
      tabIndex={-1}
      aria-labelledby="sign-out-title"
      // Escape. Only the parent may remove the dialog, so the browser must not close it.
      onCancel={(event) => {
        event.preventDefault();
        props.onStay();
      }}
    >
      <Show
        when={leftOver()}
        fallback={
          <>
            <h2 id="sign-out-title">{say.allInBucket}</h2>
            <div class="answers">
              <button type="button" class="primary" onClick={() => props.onSignOut()}>
                {say.signOut}
              </button>
              <button type="button" class="quiet" onClick={() => props.onStay()}>
                {say.stay}
              </button>
            </div>
          </>
        }
      >
        {(leftOver) => (
          <>
            <h2 id="sign-out-title">{signOutTitle(leftOver())}</h2>
            <Show
              when={isSending()}
              fallback={<SignOutConsequences leftOver={leftOver()} elapsedMs={state.elapsedMs} />}
            >
              <p role="status">{sendingStatus(leftOver())}</p>
            </Show>
            <Switch>
              <Match when={copies.news() === "saved"}>
                <p role="status">{say.copied}</p>
              </Match>
              <Match when={copies.news() === "none"}>
                <p role="status">{say.nothingToCopy}</p>
              </Match>
              <Match when={copyFailure(copies.news())}>
                {(code) => (
                  <p role="alert">
                    {messageFor(code()).happened} {messageFor(code()).toDo}
                  </p>
                )}
              </Match>
            </Switch>
            <div class="answers">
              <Show when={!isSending()}>
                <button type="button" class="primary" onClick={() => void send()}>
                  {leftOver().isRecording ? say.stopAndSend : say.send}
                </button>
              </Show>
              <button type="button" onClick={() => void save()}>
                {say.saveCopy}
              </button>
              <button type="button" onClick={() => void signOutAnyway()}>
                {leftOver().isInMemory ? say.loseIt : say.anyway}
              </button>
              <button type="button" class="quiet" onClick={() => props.onStay()}>
                {say.stay}
              </button>
            </div>
          </>
        )}
      </Show>
    </dialog>
  );
}
