import { createEffect, createResource, onCleanup, Show } from "solid-js";
import { LIMITS } from "@tapedeck/core/limits";
import type { Recorder } from "@tapedeck/recorder/recorder";
import { findMissingSupport } from "@tapedeck/recorder/support";
import { Clock } from "../components/Clock.tsx";
import { Header, type Me } from "../components/Header.tsx";
import { LevelMeter } from "../components/LevelMeter.tsx";
import { MicrophonePicker } from "../components/MicrophonePicker.tsx";
import { Notice } from "../components/Notice.tsx";
import { RecordControls } from "../components/RecordControls.tsx";
import { SegmentLengthPicker } from "../components/SegmentLengthPicker.tsx";
import { SegmentList } from "../components/SegmentList.tsx";
import { formatDuration } from "../format.ts";
import { createMicrophones } from "../primitives/create-microphones.ts";
import { createPreference } from "../primitives/create-preference.ts";
import { createRecorderStore } from "../primitives/create-recorder-store.ts";
import { makeLeaveGuard } from "../primitives/make-leave-guard.ts";
import { makeShortcuts } from "../primitives/make-shortcuts.ts";
import { parseSegmentLength } from "../segment-length.ts";

const BITS_PER_SECOND = 64_000;

/** Where one records. */
export function Studio(props: { me: Me; recorder: Recorder; onSignOut: () => void }) {
  // The engine is made once and outlives this page.
  const { recorder } = props;
  const state = createRecorderStore(recorder);
  const { microphones, refresh } = createMicrophones();
  const [unsupported] = createResource(() =>
    findMissingSupport({ bitsPerSecond: BITS_PER_SECOND }),
  );
  const [deviceId, setDeviceId] = createPreference("microphone", "", (text) => text);
  const [seconds, setSeconds] = createPreference(
    "segmentSeconds",
    LIMITS.segmentSeconds.default as number,
    (text) => {
      const length = parseSegmentLength(text);
      return length.kind === "valid" ? length.seconds : undefined;
    },
  );
  const isBusy = () => state.state !== "idle";
  const isSafe = () =>
    !isBusy() && state.segments.every(({ status }) => status.kind === "uploaded");

  const record = () => {
    const chosen = microphones().some((each) => each.deviceId === deviceId());
    recorder
      .start({ segmentSeconds: seconds(), ...(chosen ? { deviceId: deviceId() } : {}) })
      .then(refresh, () => {
        // The snapshot carries the error, and the notice shows it.
      });
  };
  const pauseOrResume = () => (state.state === "paused" ? recorder.resume() : recorder.pause());
  const stop = () => void recorder.stop();

  makeLeaveGuard(() => !isSafe());
  makeShortcuts({ r: () => (isBusy() ? undefined : record()), p: pauseOrResume, s: stop });
  createEffect(() => {
    document.title = isBusy() ? `● ${formatDuration(state.elapsedMs)} – Tapedeck` : "Tapedeck";
  });
  onCleanup(() => {
    document.title = "Tapedeck";
  });

  return (
    <>
      <Header me={props.me} onSignOut={() => props.onSignOut()} />
      <main class="studio">
        <section class="deck" aria-label="Recorder">
          <Show when={unsupported() ?? state.error}>
            {(error) => <Notice code={error().code} />}
          </Show>
          <Show when={state.lostMs > 0}>
            <p class="notice" role="alert">
              This device is too busy: {Math.ceil(state.lostMs / 1000)} s of sound did not reach the
              recorder. Close other programs.
            </p>
          </Show>
          <Clock state={state.state} elapsedMs={state.elapsedMs} />
          <LevelMeter
            isActive={state.state === "recording"}
            readPeak={() => recorder.levelPeak()}
          />
          <RecordControls
            state={state.state}
            isSupported={unsupported() === undefined}
            onRecord={record}
            onPause={() => recorder.pause()}
            onResume={() => recorder.resume()}
            onStop={stop}
          />
          <div class="choices">
            <MicrophonePicker
              microphones={microphones()}
              value={deviceId()}
              disabled={isBusy()}
              onChange={setDeviceId}
            />
            <SegmentLengthPicker value={seconds()} disabled={isBusy()} onChange={setSeconds} />
          </div>
          <p class="keys">
            <kbd>R</kbd> record · <kbd>P</kbd> pause or resume · <kbd>S</kbd> stop
          </p>
        </section>
        <SegmentList
          segments={state.segments}
          prefix={props.me.prefix}
          isSafe={isSafe()}
          onRetry={(segment) => recorder.retry(segment)}
          onRetryAll={() => recorder.retryAll()}
        />
      </main>
    </>
  );
}
