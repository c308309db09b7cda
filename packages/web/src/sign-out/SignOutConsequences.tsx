import { Show } from "solid-js";
import { formatDuration, formatSeconds, wholeSeconds } from "../text/format.ts";
import type { LeftOver } from "./left-over.ts";
import { around } from "../text/around.ts";
import { signOutWords } from "#words/sign-out";

const say = signOutWords;
const { title, sending } = say;
const [beforeLost, behindLost] = around(say.inMemory);

/** Says what happens to the sound if the person signs out at once. */
export function SignOutConsequences(props: { leftOver: LeftOver; elapsedMs: number }) {
  return (
    <>
      <Show when={props.leftOver.isRecording}>
        <p>
          <strong>{say.recording}</strong> {say.endsAt(formatDuration(props.elapsedMs))}
        </p>
      </Show>
      <Show when={props.leftOver.isRecordingElsewhere}>
        <p>{say.otherTab}</p>
      </Show>
      <Show
        when={!props.leftOver.isInMemory}
        fallback={
          <p>
            {beforeLost}
            <strong>{say.isLost}</strong>
            {behindLost}
          </p>
        }
      >
        <p>
          {say.stays}
          <Show when={props.leftOver.mayBeForgotten}>
            {" "}
            <strong>{say.mayForget}</strong>
          </Show>
        </p>
      </Show>
    </>
  );
}

/** Says how much sound is not in the bucket, and where it is. */
export function signOutTitle({ unsentMs, mayBeMore, isInMemory, isRecording }: LeftOver): string {
  if (mayBeMore) return title.some;
  if (unsentMs === 0 && isRecording) return title.recording;
  if (unsentMs === 0) return title.unfinished;
  const sentence = isInMemory ? title.onlyInPage : title.onlyHere;
  return sentence(wholeSeconds(unsentMs), formatSeconds(unsentMs));
}

/** Says what the person waits for who sends it before signing out. */
export function sendingStatus(leftOver: LeftOver): string {
  const { isRecordingElsewhere, isStuck, waitsForRoom, waitsForSignIn } = leftOver;
  if (!navigator.onLine) return sending.offline;
  if (waitsForSignIn) return sending.signedOut;
  if (isRecordingElsewhere) return sending.otherTab;
  if (isStuck) return sending.stuck;
  if (waitsForRoom) return sending.noRoom;
  return sending.now;
}
