import { createEffect, createSignal, For, onCleanup, Show } from "solid-js";
import type { Recorder, RecordingSnapshot, SegmentSnapshot } from "@tapedeck/recorder";
import type { LibraryApi, WhatToPlay } from "../api/library-api.ts";
import { formatDuration, toMs } from "../text/format.ts";
import { formatSize } from "./format-facts.ts";
import { CopyButton } from "./CopyButton.tsx";
import { createSegmentRows } from "./create-segment-rows.ts";
import { checksumOf, factsOf } from "./recording-facts.ts";
import { SegmentRow } from "./SegmentRow.tsx";

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
    let isWanted = true;
    onCleanup(() => {
      isWanted = false;
    });
    const fetchPage = (first: number) => props.api.get(id, first);
    checksumOf(recording, fetchPage, () => isWanted).then(setChecksum, () => undefined);
  });
  const segments = () => {
    const { device } = props;
    if (device) return `${device.verifiedCount} of ${device.segmentCount} in your bucket`;
    const count = facts()?.segmentCount ?? 0;
    return count === 0 ? "None: it is one file" : `${count}, all in your bucket`;
  };
  return (
    <>
      <dl class="facts">
        <Show when={props.device ?? facts()}>
          <dt>Segments</dt>
          <dd class="num">{segments()}</dd>
        </Show>
        <Show when={facts()}>
          {(known) => (
            <>
              <dt>Gaps</dt>
              <dd class="num">
                <Show when={known().gaps.length > 0} fallback="None">
                  <ul>
                    <For each={known().gaps}>
                      {({ durationMs, startSample, reason }) => (
                        <li>
                          {(durationMs / 1000).toFixed(3)} s at {formatDuration(toMs(startSample))},{" "}
                          {reason}
                        </li>
                      )}
                    </For>
                  </ul>
                </Show>
              </dd>
              <dt>Sound</dt>
              <dd>Opus, 48 kHz</dd>
              <dt>Size</dt>
              <dd class="num">{formatSize(known().sizeBytes)}</dd>
              <Show when={known().key}>
                {(key) => (
                  <>
                    <dt>Key</dt>
                    <dd>
                      <span class="mono">{key()}</span> <CopyButton what="the key" text={key()} />
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
              <dt>SHA-256</dt>
              <dd>
                <span class="mono">{sum()}</span>
                <CopyButton what="the checksum" text={sum().replaceAll(" ", "")} />
              </dd>
            </>
          )}
        </Show>
      </dl>
      <Show when={props.device?.recordingId}>
        {(recordingId) => {
          const rows = createSegmentRows(props.recorder, recordingId());
          return (
            <ol class="segments" reversed aria-label="Segments, newest first">
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
