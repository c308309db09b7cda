import { Match, Show, Switch } from "solid-js";
import type { SegmentSnapshot } from "@tapedeck/recorder";
import { formatDuration, formatTenths, toMs } from "../text/format.ts";
import { formatSize, formatTimeOfDay } from "./format-facts.ts";
import { messageFor } from "../text/messages.ts";
import { formatNumber } from "../text/intl.ts";
import { libraryWords } from "#words/library";
import { words } from "../text/words.ts";

const say = libraryWords.segment;

/** One segment: its start in the recording, its size, and how far its upload is. */
export function SegmentRow(props: { segment: SegmentSnapshot; onRetry: () => void }) {
  const status = () => props.segment.status;
  const percent = () => {
    const now = status();
    return now.kind === "uploading"
      ? Math.floor((now.sentBytes / props.segment.sizeBytes) * 100)
      : 0;
  };
  const trouble = () => {
    const now = status();
    return now.kind === "waiting" || now.kind === "stuck" ? messageFor(now.code) : undefined;
  };
  const nextTry = () => {
    const now = status();
    return now.kind === "waiting" ? say.nextTry(formatTimeOfDay(now.untilMs)) : "";
  };
  return (
    <li class="segment" data-status={status().kind}>
      <span class="when">{formatDuration(toMs(props.segment.startSample))}</span>
      <span class="what">
        {words.units.seconds(formatTenths(toMs(props.segment.sampleCount) / 1000))} ·{" "}
        {formatSize(props.segment.sizeBytes)}
      </span>
      <span class="status">
        {say[status().kind]}
        <Switch>
          <Match when={status().kind === "uploading"}>
            <progress
              max="100"
              value={percent()}
              aria-label={say.uploadedPercent(formatNumber(percent()))}
            />
          </Match>
          <Match when={status().kind === "stuck" || status().kind === "waiting"}>
            <button type="button" class="quiet" onClick={() => props.onRetry()}>
              {say.tryNow}
            </button>
          </Match>
        </Switch>
      </span>
      <Show when={trouble()}>
        {(message) => (
          <p class="trouble">
            {message().happened} {message().toDo} {nextTry()}
          </p>
        )}
      </Show>
    </li>
  );
}
