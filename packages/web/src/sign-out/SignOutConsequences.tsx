import { Show } from "solid-js";
import { formatDuration, formatSeconds } from "../text/format.ts";
import type { LeftOver } from "./left-over.ts";

/** Says what happens to the sound if the person signs out at once. */
export function SignOutConsequences(props: { leftOver: LeftOver; elapsedMs: number }) {
  return (
    <>
      <Show when={props.leftOver.isRecording}>
        <p>
          <strong>You are recording.</strong> Signing out ends the recording at{" "}
          {formatDuration(props.elapsedMs)}.
        </p>
      </Show>
      <Show when={props.leftOver.isRecordingElsewhere}>
        <p>A recording that runs in another tab goes on there, and is kept on this device.</p>
      </Show>
      <Show
        when={!props.leftOver.isInMemory}
        fallback={
          <p>
            This browser keeps no sound for us. If you sign out before it is sent,{" "}
            <strong>it is lost</strong>.
          </p>
        }
      >
        <p>
          If you sign out anyway, it stays on this device, and is sent when you sign in here again.
          Others who sign in here do not see it.
          <Show when={props.leftOver.mayBeForgotten}>
            {" "}
            <strong>This browser may forget it once the window closes.</strong>
          </Show>
        </p>
      </Show>
    </>
  );
}

/** Says how much sound is not in the bucket, and where it is. */
export function signOutTitle({ unsentMs, mayBeMore, isInMemory, isRecording }: LeftOver): string {
  if (mayBeMore) return "Some sound is only on this device";
  if (unsentMs === 0 && isRecording) return "You are recording";
  if (unsentMs === 0) return "A recording is not finished in your bucket yet";
  const where = isInMemory ? "only in this page" : "only on this device";
  const howMuch = formatSeconds(unsentMs);
  return `${howMuch} ${howMuch === "1 s" ? "is" : "are"} ${where}`;
}

/** Says what the person waits for who sends it before signing out. */
export function sendingStatus({ isRecordingElsewhere, isStuck }: LeftOver): string {
  if (!navigator.onLine) {
    return "You are offline. It is sent when the network is back, and then you are signed out.";
  }
  if (isRecordingElsewhere) return "Sending. Stop the recording in your other tab to go on.";
  if (isStuck) return "Some of it cannot be sent. Save a copy before you sign out.";
  return "Sending. You are signed out when all of it is in your bucket.";
}
