import { Show } from "solid-js";
import type { ErrorCode } from "@tapedeck/core/error-codes";
import type { RecorderSnapshot } from "@tapedeck/recorder";
import { RoomIcon } from "../design/RoomIcon.tsx";
import { messageFor } from "../text/messages.ts";
import { allWaitReasons } from "../wait-reasons.ts";
import { NO_ROOM } from "../waits-for-room.ts";
import { libraryWords } from "#words/library";
import { words } from "../text/words.ts";

/**
 * Why uploads wait, said once for all of them. Whether the network is away, the page's header says; that the storage
 * is full, the deck.
 */
export function ListTrouble(props: {
  snapshot: RecorderSnapshot;
  isOffline: boolean;
  /** Why the list could not be brought up to date. */
  failure: ErrorCode | undefined;
  onRetry: () => void;
}) {
  const code = () =>
    [...allWaitReasons(props.snapshot)].find((each) => each !== "OFFLINE" && each !== NO_ROOM) ??
    props.failure;
  const stuckCount = () =>
    props.snapshot.recordings.reduce((sum, { stuckCount: count }) => sum + count, 0);
  return (
    <Show when={!props.isOffline && (code() ?? (stuckCount() > 0 ? "SEGMENT_MISSING" : undefined))}>
      {(why) => (
        <div class="list-note" role="status">
          <RoomIcon name="alert" />
          <p>
            <Show when={code()} fallback={libraryWords.uploadsWait}>
              {messageFor(why()).happened} {messageFor(why()).toDo}
            </Show>
          </p>
          <button type="button" class="quiet" onClick={() => props.onRetry()}>
            {words.page.tryAgain}
          </button>
        </div>
      )}
    </Show>
  );
}
