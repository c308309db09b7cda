import { createEffect, createSignal, For, onCleanup, Show } from "solid-js";
import { SAMPLE_RATE_HZ } from "@tapedeck/core/limits";
import type { Recorder, RecordingSnapshot, SegmentSnapshot } from "@tapedeck/recorder";
import type { LibraryApi, WhatToPlay } from "../api/library-api.ts";
import { formatDuration, toMs } from "../text/format.ts";
import { formatNumber, numberFormat } from "../text/intl.ts";
import { libraryWords } from "#words/library";
import { words } from "../text/words.ts";
import { formatSize } from "./format-facts.ts";
import { CopyButton } from "./CopyButton.tsx";
import { createSegmentRows } from "./create-segment-rows.ts";
import { checksumOf, factsOf } from "./recording-facts.ts";
import { SegmentRow } from "./SegmentRow.tsx";

const say = libraryWords.details;
const formatMilliseconds = numberFormat({ minimumFractionDigits: 3, maximumFractionDigits: 3 });

/** What few people ask for: segments, gaps, key and checksum. */
export function Details(props: {
  id: string;
  api: Pick<LibraryApi, "get">;
  recorder: Pick<Recorder, "segments" | "subscribe">;
  device: RecordingSnapshot | undefined;
  /** What the bucket tells, once it has answered. */
  recording: WhatToPlay | undefined;
  onRetry: (segment: SegmentSnapshot) => void;
}) {
  const [checksum, setChecksum] = createSignal<string>();
  const facts = () => props.recording && factsOf(props.recording);
  createEffect(() => {
    const { recording, id } = props;
    if (recording === undefined) return;
    const closing = new AbortController();
    onCleanup(() => closing.abort());
    const fetchPage = (first: number) => props.api.get(id, first);
    checksumOf(recording, fetchPage, closing.signal).then(setChecksum, () => undefined);
  });
  const segments = () => {
    const { device } = props;
    if (device)
      return say.segmentsStored(
        formatNumber(device.verifiedCount),
        formatNumber(device.segmentCount),
      );
    const count = facts()?.segmentCount ?? 0;
    return count === 0 ? say.oneFile : say.segmentsAll(formatNumber(count));
  };
  return (
    <>
      <dl class="facts">
        <Show when={props.device ?? facts()}>
          <dt>{say.segments}</dt>
          <dd class="num">{segments()}</dd>
        </Show>
        <Show when={facts()}>
          {(known) => (
            <>
              <dt>{say.gaps}</dt>
              <dd class="num">
                <Show when={known().gaps.length > 0} fallback={say.none}>
                  <ul>
                    <For each={known().gaps}>
                      {({ durationMs, startSample, reason }) => (
                        <li>
                          {say.gap(
                            words.units.seconds(formatMilliseconds(durationMs / 1000)),
                            formatDuration(toMs(startSample)),
                            say.gapReasons[reason],
                          )}
                        </li>
                      )}
                    </For>
                  </ul>
                </Show>
              </dd>
              <dt>{say.sound}</dt>
              <dd>{say.opus(formatNumber(SAMPLE_RATE_HZ / 1000))}</dd>
              <dt>{say.size}</dt>
              <dd class="num">{formatSize(known().sizeBytes)}</dd>
              <Show when={known().key}>
                {(key) => (
                  <>
                    <dt>{say.key}</dt>
                    <dd>
                      <span class="mono">{key()}</span>{" "}
                      <CopyButton label={say.copyKey} copied={say.copiedKey} text={key()} />
                    </dd>
                  </>
                )}
              </Show>
            </>
          )}
        </Show>
        <Show when={checksum()}>
          {(sum) => (
            <>
              <dt>{say.checksum}</dt>
              <dd>
                <span class="mono">{sum()}</span>
                <CopyButton
                  label={say.copyChecksum}
                  copied={say.copiedChecksum}
                  text={sum().replaceAll(" ", "")}
                />
              </dd>
            </>
          )}
        </Show>
      </dl>
      <Show when={props.device?.recordingId}>
        {(recordingId) => {
          const rows = createSegmentRows(props.recorder, recordingId());
          return (
            <ol class="segments" reversed aria-label={say.newestFirst}>
              <For each={rows.toReversed()}>
                {(segment) => (
                  <SegmentRow segment={segment} onRetry={() => props.onRetry(segment)} />
                )}
              </For>
            </ol>
          );
        }}
      </Show>
    </>
  );
}
