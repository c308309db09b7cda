import { createEffect, createMemo, createResource, createSignal, Show } from "solid-js";
import type { ErrorCode } from "@tapedeck/core/error-codes";
import { toAppError } from "@tapedeck/core/errors";
import { LIMITS } from "@tapedeck/core/limits";
import { findMissingSupport, type Recorder, type RecordingSnapshot } from "@tapedeck/recorder";
import { createUpdate } from "../app/create-update.ts";
import { takeRecordNow } from "../app/record-now.ts";
import { makeBadge } from "../app/make-badge.ts";
import { makePageSigns } from "../app/make-page-signs.ts";
import { makeRecordingSession } from "../app/make-recording-session.ts";
import { CaptureNotice } from "./CaptureNotice.tsx";
import { Clock } from "./Clock.tsx";
import { Header } from "../design/Header.tsx";
import { LevelMeter } from "./LevelMeter.tsx";
import { MicrophonePicker } from "./MicrophonePicker.tsx";
import { Notice } from "../design/Notice.tsx";
import { RecordControls } from "./RecordControls.tsx";
import { RecordingName } from "./RecordingName.tsx";
import { SafetyLine } from "./SafetyLine.tsx";
import { SavedNotice } from "./SavedNotice.tsx";
import { SegmentLengthPicker } from "./SegmentLengthPicker.tsx";
import { SignedOutNotice } from "./SignedOutNotice.tsx";
import { StorageLine } from "./StorageLine.tsx";
import { download } from "../library/download.ts";
import { createKeptChanges } from "../kept-changes.ts";
import type { Person } from "../session/known-person.ts";
import type { Session } from "../session/session.ts";
import { createLibraryRoom } from "./create-library-room.ts";
import { createMicrophones } from "./create-microphones.ts";
import { createPreference } from "./create-preference.ts";
import { createRecorderStore } from "../create-recorder-store.ts";
import { makePageHiddenListener } from "./make-page-hidden-listener.ts";
import { makeLeaveGuard } from "./make-leave-guard.ts";
import { makeWakeLock } from "./make-wake-lock.ts";
import { makeShortcuts } from "./make-shortcuts.ts";
import { wordsFor } from "../text/safety.ts";
import { usePlayer } from "../player/player.ts";
import { parseSegmentLength } from "./segment-length.ts";

const BITS_PER_SECOND = 64_000;

/** Failures that a new sign-in ends. */
const NEEDS_SIGN_IN: ReadonlySet<ErrorCode> = new Set([
  "NOT_SIGNED_IN",
  "TOKEN_EXPIRED",
  "TOKEN_REFUSED",
]);

/** The page of a signed-in person: the recorder, and the library of recordings. */
export function Studio(props: {
  me: Person;
  session: Session;
  recorder: Recorder;
  /** The person has signed out elsewhere, but this page still records or holds sound. */
  isSignedOut: boolean;
  /** The session is over, and this page holds no sound that would be lost. */
  onSignedOut: () => void;
  onSignOut: () => void;
  /** Some uploads are pending and the page may end; the service worker can continue them. */
  onUploadsLeft: () => void;
}) {
  // The parent mounts a new Studio for a new recorder, so the prop never changes.
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
  const libraryRoom = createLibraryRoom();
  const kept = createKeptChanges(props.me.sub, localStorage);
  const player = usePlayer();
  const [downloadError, setDownloadError] = createSignal<ErrorCode>();
  const isBusy = () => state.state !== "idle";
  /** While true, the page shows problems of the microphone; after the end it says why recording ended. */
  const takesSound = () => isBusy() && state.state !== "stopping";
  /** From its first sound: of a microphone that does not open, there is nothing to name. */
  const runningId = createMemo<string | undefined>((before) => {
    if (state.state === "stopping") return before;
    return state.state === "recording" || state.state === "paused" ? state.recordingId : undefined;
  });
  const needsSignIn = createMemo(() =>
    state.recordings.some(({ waitsFor }) => waitsFor.some((code) => NEEDS_SIGN_IN.has(code))),
  );
  /** Closing may lose sound, so the page stays open even after a sign-out. */
  const holdsSound = () => wordsFor(state.safety).asksBeforeClosing;
  const isSignedOut = () => props.isSignedOut || (holdsSound() && needsSignIn());
  const isOver = createMemo(() => (props.isSignedOut || needsSignIn()) && !holdsSound());
  createEffect(() => {
    if (isOver()) props.onSignedOut();
  });
  const heldIn = () => {
    if (state.storage === "memory") return "this-page";
    return state.storageLasts ? "device" : "device-that-may-forget";
  };
  const downloadCopies = ({ recordingId }: RecordingSnapshot) => {
    recorder.deviceCopies(recordingId).then(
      (copies) => copies.forEach(({ name, bytes }) => download(name, bytes)),
      (thrown: unknown) => setDownloadError(toAppError(thrown).code),
    );
  };

  const record = () => {
    if (isSignedOut()) return;
    const chosen = microphones().some((each) => each.deviceId === deviceId());
    recorder
      .start({ segmentSeconds: seconds(), ...(chosen ? { deviceId: deviceId() } : {}) })
      .then(refresh, () => {
        // The snapshot carries the error, and the notice shows it.
      });
  };
  const pauseOrResume = () => (state.state === "paused" ? recorder.resume() : recorder.pause());
  const stop = () => void recorder.stop();

  makeWakeLock(() => state.state === "recording");
  makeLeaveGuard(() => wordsFor(state.safety).asksBeforeClosing);
  // Requests it at once, because a page that closes may be too late.
  createEffect(() => {
    if (wordsFor(state.safety).leavesUploads) props.onUploadsLeft();
  });
  makePageHiddenListener(() => {
    if (state.safety !== "in-bucket") props.onUploadsLeft();
  });
  // This page has a session, so uploads that waited for one in other tabs can continue.
  recorder.wake("signed-in");
  if (takeRecordNow()) record();
  makeShortcuts({ r: () => (isBusy() ? undefined : record()), p: pauseOrResume, s: stop });
  const runs = () => {
    if (state.state === "paused") return "paused";
    return isBusy() ? "recording" : "idle";
  };
  const update = createUpdate(
    () => !isBusy() && state.safety !== "in-memory" && player.playing()?.isPaused !== false,
  );
  makePageSigns(() => ({ kind: runs(), elapsedMs: state.elapsedMs }));
  makeRecordingSession(runs, { resume: () => recorder.resume(), pause: () => recorder.pause() });
  makeBadge(
    () =>
      state.recordings.filter((each) => each.state !== "sealed" && each.state !== "open").length,
  );

  return (
    <>
      {/* After a sign-out, the page shows only the running recording. */}
      <Show when={!isSignedOut()} fallback={<Header />}>
        <Header me={props.me} onSignOut={() => props.onSignOut()} />
      </Show>
      <main class="studio">
        <section class="deck" aria-label="Recorder">
          <Show
            when={isSignedOut()}
            fallback={
              <>
                <SavedNotice saved={state.saved} />
                <Show when={unsupported()?.code ?? state.error?.code ?? downloadError()}>
                  {(code) => <Notice code={code()} />}
                </Show>
              </>
            }
          >
            <SignedOutNotice
              isRecording={isBusy()}
              heldIn={heldIn()}
              onSave={() => state.recordings.forEach(downloadCopies)}
            />
          </Show>
          <Show when={update.isReady()}>
            <div class="notice" role="status">
              <p>A new version is ready.</p>
              <button type="button" onClick={() => update.reload()}>
                Reload
              </button>
            </div>
          </Show>
          <Clock state={state.state} elapsedMs={state.elapsedMs} missingMs={state.lostMs} />
          <LevelMeter
            isActive={state.state === "recording"}
            onLevels={(listener) => recorder.onLevels(listener)}
          />
          <Show when={isBusy() || !isSignedOut()}>
            <RecordControls
              state={state.state}
              isSupported={unsupported() === undefined}
              onRecord={record}
              onPause={() => recorder.pause()}
              onResume={() => recorder.resume()}
              onStop={stop}
            />
          </Show>
          <Show when={state.recordings.length > 0 && !isSignedOut()}>
            <SafetyLine safety={state.safety} />
          </Show>
          {/* Below the buttons, so that a notice does not move them while recording. */}
          <CaptureNotice
            state={takesSound() ? state.capture : "open"}
            onResume={() => recorder.resumeCapture()}
          />
          <Show when={takesSound() && state.isSilent}>
            <p class="notice" role="alert">
              The microphone gives nothing but silence: it may be muted by a switch on it or by the
              system, or another program may have it. The recording goes on.
            </p>
          </Show>
          <Show when={!isSignedOut()}>
            <div class="choices">
              <RecordingName recordingId={runningId()} kept={kept} />
              <MicrophonePicker
                microphones={microphones()}
                value={deviceId()}
                disabled={isBusy()}
                onChange={setDeviceId}
              />
              <SegmentLengthPicker value={seconds()} disabled={isBusy()} onChange={setSeconds} />
            </div>
          </Show>
          <StorageLine storage={state.storage} room={state.room} />
          <p class="keys shortcuts">
            <kbd>R</kbd> record · <kbd>P</kbd> pause or resume · <kbd>S</kbd> stop
          </p>
        </section>
        <Show when={!isSignedOut()}>
          <Show when={libraryRoom()} fallback={<section aria-busy="true" />} keyed>
            {(room) =>
              "code" in room ? (
                <Notice code={room.code} />
              ) : (
                <room.Library
                  owner={props.me.sub}
                  session={props.session}
                  kept={kept}
                  recorder={recorder}
                  snapshot={state}
                  player={player}
                />
              )
            }
          </Show>
        </Show>
      </main>
    </>
  );
}
