import { Match, Show, Switch } from "solid-js";
import type { ErrorCode } from "@tapedeck/core/error-codes";
import type { RecorderSnapshot } from "@tapedeck/recorder";
import { messageFor } from "../text/messages.ts";
import { Icon } from "./Icon.tsx";
import { waitReasons } from "./row-state.ts";

/** Why uploads wait, said once for all of them. */
export function ListTrouble(props: {
  snapshot: RecorderSnapshot;
  isOnline: boolean;
  /** Why the list could not be brought up to date. */
  failure: ErrorCode | undefined;
  onRetry: () => void;
}) {
  const reasons = () =>
    new Set(props.snapshot.recordings.filter(isUnsealed).flatMap((each) => waitReasons(each)));
  const isOffline = () => !props.isOnline || reasons().has("OFFLINE");
  const code = () => [...reasons()].find((each) => each !== "OFFLINE") ?? props.failure;
  const stuckCount = () =>
    props.snapshot.recordings.reduce((sum, { stuckCount: count }) => sum + count, 0);
  return (
    <Switch>
      <Match when={isOffline()}>
        <p class="pill" role="status">
          <Icon name="offline" />
          <span>
            Offline ·{" "}
            {props.snapshot.state === "idle"
              ? "you can record and play what is here"
              : "recording goes on"}
          </span>
        </p>
      </Match>
      <Match when={code() ?? (stuckCount() > 0 ? "SEGMENT_MISSING" : undefined)}>
        {(why) => (
          <div class="list-note" role="status">
            <Icon name="alert" />
            <p>
              <Show
                when={code()}
                fallback="Some sound could not be uploaded. It is safe on this device."
              >
                {messageFor(why()).happened} {messageFor(why()).toDo}
              </Show>
            </p>
            <button type="button" class="quiet" onClick={() => props.onRetry()}>
              Try again
            </button>
          </div>
        )}
      </Match>
    </Switch>
  );
}

const isUnsealed = ({ state }: RecorderSnapshot["recordings"][number]) => state !== "sealed";
