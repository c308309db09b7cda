import { For, Match, Show, Switch } from "solid-js";
import type { Recorder, RecordingSnapshot, SegmentSnapshot } from "@tapedeck/recorder";
import {
  formatDuration,
  formatMissing,
  formatStart,
  formatTimeOfDay,
  toMs,
} from "../text/format.ts";
import { recordingStartedAtMicros } from "@tapedeck/core/ids";
import { Downloads } from "../hand-on/Downloads.tsx";
import { usePlayer } from "../player/player.ts";
import { messageFor } from "../text/messages.ts";
import { createSegmentRows } from "./create-segment-rows.ts";
import { SegmentRow } from "./SegmentRow.tsx";

/** One recording: its length, its upload state, and its segments, newest first. */
export function RecordingGroup(props: {
  recording: RecordingSnapshot;
  recorder: Pick<Recorder, "segments" | "subscribe">;
  isHere: boolean;
  onRetry: (segment?: SegmentSnapshot) => void;
  onDownload: () => void;
}) {
  const player = usePlayer();
  const state = () => props.recording.state;
  // `For` never reuses a group for another recording.
  const rows = createSegmentRows(props.recorder, props.recording.recordingId);
  /** One stuck segment, which only the person can free, blocks the whole recording. */
  const isStuck = () => state() === "ended" && props.recording.stuckCount > 0;
  const trouble = () => {
    const now = state();
    return typeof now === "string" ? undefined : now;
  };
  return (
    <section
      class="recording"
      aria-label={`Recording of ${formatStart(props.recording.recordingId)}`}
    >
      <header>
        <h3>{formatStart(props.recording.recordingId)}</h3>
        <button
          type="button"
          class="quiet"
          aria-label={`Play ${formatStart(props.recording.recordingId)}`}
          onClick={() => player.play(props.recording.recordingId)}
        >
          Play
        </button>
        <span class="what">
          {formatDuration(toMs(props.recording.sampleCount))} · {props.recording.verifiedCount} of{" "}
          {props.recording.segmentCount} in your bucket
          <Show when={formatMissing(props.recording.missingMs)}>
            {(missing) => (
              <span class="missing"> · {missing()} of sound did not reach the recorder</span>
            )}
          </Show>
        </span>
        <span class="status" data-state={trouble()?.kind ?? (isStuck() ? "stuck" : state())}>
          <Switch fallback={<>On its way</>}>
            <Match when={state() === "sealed"}>Complete</Match>
            <Match when={state() === "open"}>
              {props.isHere ? "Recording" : "Recording in another tab"}
            </Match>
            <Match when={trouble()?.kind === "waiting"}>Finishing</Match>
            <Match when={trouble()?.kind === "stuck" || isStuck()}>Stuck</Match>
          </Switch>
        </span>
      </header>
      <Show when={trouble()}>
        {(why) => (
          <p class="trouble">
            {messageFor(why().code).happened} {messageFor(why().code).toDo}{" "}
            <Show when={untilMs(why())}>
              {(until) => <>Next try at {formatTimeOfDay(until())}. </>}
            </Show>
            <button type="button" class="quiet" onClick={() => props.onRetry()}>
              Try now
            </button>
          </p>
        )}
      </Show>
      <Show when={props.recording.isFullOfGaps}>
        <p class="trouble">
          This recording has as many gaps as can be listed: some that are near each other are listed
          as one.
        </p>
      </Show>
      <Show when={state() !== "sealed"}>
        <button type="button" class="quiet" onClick={() => props.onDownload()}>
          Download what is on this device
        </button>
      </Show>
      <Downloads
        recordingId={props.recording.recordingId}
        startedAt={new Date(
          recordingStartedAtMicros(props.recording.recordingId) / 1000,
        ).toISOString()}
      />
      <ol class="rows" reversed>
        <For each={rows.toReversed()}>
          {(segment) => <SegmentRow segment={segment} onRetry={() => props.onRetry(segment)} />}
        </For>
      </ol>
    </section>
  );
}

function untilMs(why: { readonly kind: string; readonly untilMs?: number }): number | undefined {
  return why.kind === "waiting" ? why.untilMs : undefined;
}
