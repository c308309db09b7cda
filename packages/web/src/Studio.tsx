import { createEffect, createMemo, createResource, createSignal, onCleanup, Show } from "solid-js";
import type { ErrorCode } from "@tapedeck/core/error-codes";
import { findMissingSupport, type Recorder } from "@tapedeck/recorder";
import { loadAppSigns } from "./app/load-app-signs.ts";
import { takeRecordNow } from "./app/record-now.ts";
import { createOnline } from "./create-online.ts";
import { createRecorderStore } from "./create-recorder-store.ts";
import { createCheck } from "./deck/create-check.ts";
import { createMicrophones } from "./deck/create-microphones.ts";
import { Deck, type DeckActions } from "./deck/Deck.tsx";
import { heldIn } from "./deck/held-in.ts";
import { createLevels } from "./deck/levels.ts";
import { makeLeaveGuard } from "./deck/make-leave-guard.ts";
import { makePageHiddenListener } from "./deck/make-page-hidden-listener.ts";
import { rulesFor } from "./deck/safety-rules.ts";
import { Header } from "./design/Header.tsx";
import { Later } from "./design/Later.tsx";
import type { LibraryFacts } from "./library/library-facts.ts";
import { usePlayer } from "./player/player.ts";
import type { Person } from "./session/known-person.ts";
import type { Session } from "./session/session.ts";
import { createSettings, PROCESSING } from "./settings/create-settings.ts";
import { LaterRooms, type LaterRoom } from "./LaterRooms.tsx";
import { allWaitReasons } from "./wait-reasons.ts";

const loadLibrary = () => import("./library/Library.tsx");

/** Failures that a new sign-in ends. */
const NEEDS_SIGN_IN: ReadonlySet<ErrorCode> = new Set([
  "NOT_SIGNED_IN",
  "TOKEN_EXPIRED",
  "TOKEN_REFUSED",
]);

/** The page of a signed-in person: the deck, and the library of recordings. */
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
  const settings = createSettings();
  const microphones = createMicrophones();
  const isOnline = createOnline();
  const levels = createLevels();
  const check = createCheck(levels.send);
  const player = usePlayer();
  const [library, setLibrary] = createSignal<LibraryFacts>();
  const [room, setRoom] = createSignal<LaterRoom>();
  const [unsupported] = createResource(() =>
    findMissingSupport({ bitsPerSecond: settings.kilobitsPerSecond.value() * 1000 }),
  );

  const [isDeviceRead] = createResource(() =>
    recorder.hasRecords().then(
      () => true,
      () => false,
    ),
  );

  const isBusy = () => state.state !== "idle";
  const reasons = createMemo(() => allWaitReasons(state));
  const isOffline = () => !isOnline() || reasons().has("OFFLINE");
  const needsSignIn = createMemo(() => [...reasons()].some((code) => NEEDS_SIGN_IN.has(code)));
  /** Closing may lose sound, so the page stays open even after a sign-out. */
  const holdsSound = () => rulesFor(state.safety).asksBeforeClosing;
  const isSignedOut = () => props.isSignedOut || (holdsSound() && needsSignIn());
  const isOver = createMemo(() => (props.isSignedOut || needsSignIn()) && !holdsSound());
  createEffect(() => {
    if (isOver()) props.onSignedOut();
  });

  /** What the person chose, unless it is not connected. */
  const deviceId = () => {
    const chosen = settings.deviceId.value();
    return microphones.list().some((each) => each.deviceId === chosen) ? chosen : undefined;
  };
  const processing = () => PROCESSING[settings.processing.value()];
  const canRecord = () => !isSignedOut() && unsupported() === undefined;
  const record = () => {
    if (isBusy() || !canRecord()) return;
    check.stop();
    player.pause();
    const chosen = deviceId();
    recorder
      .start({
        segmentSeconds: settings.segmentSeconds.value(),
        bitsPerSecond: settings.kilobitsPerSecond.value() * 1000,
        processing: processing(),
        ...(chosen === undefined ? {} : { deviceId: chosen }),
      })
      .then(microphones.refresh, () => {
        // The snapshot carries the error, and the deck shows it.
      });
  };
  const pauseOrResume = () => (state.state === "paused" ? recorder.resume() : recorder.pause());
  const actions: DeckActions = {
    record,
    pauseOrResume,
    stop: () => void recorder.stop(),
    play: (id) => player.play(id),
    deviceCopies: (recordingId) => recorder.deviceCopies(recordingId),
    resumeCapture: () => recorder.resumeCapture(),
    checkMicrophone: () => {
      void check
        .start({ deviceId: deviceId(), processing: processing() })
        .then(microphones.refresh);
    },
    openMicrophones: (key) => {
      if (microphones.isNew() && !isBusy()) actions.checkMicrophone();
      else setRoom({ kind: "microphones", key });
    },
    chooseMicrophone: () => {
      const key = document.querySelector<HTMLElement>(".deck .round-key");
      if (key) actions.openMicrophones(key);
    },
    openSettings: () => setRoom({ kind: "settings", opener: document.activeElement }),
    showKeys: () => setRoom({ kind: "shortcuts" }),
  };
  /** The key that closes a room goes with it: the focus returns to the one that opened it. */
  const closeRoom = () => {
    const closed = room();
    setRoom(undefined);
    if (closed?.kind === "settings" && closed.opener instanceof HTMLElement) closed.opener.focus();
  };
  const chooseMicrophone = (chosen: string) => {
    settings.deviceId.choose(chosen);
    if (isBusy()) {
      recorder.useMicrophone(deviceId());
    } else if (check.label() !== undefined) actions.checkMicrophone();
  };

  onCleanup(recorder.onLevels(levels.send));
  makeLeaveGuard(holdsSound);
  // Requests it at once, because a page that closes may be too late.
  createEffect(() => {
    if (rulesFor(state.safety).leavesUploads) props.onUploadsLeft();
  });
  makePageHiddenListener(() => {
    if (state.safety !== "in-bucket") props.onUploadsLeft();
  });
  // This page has a session, so uploads that waited for one in other tabs can continue.
  recorder.wake("signed-in");
  const updateOffer = loadAppSigns(
    state,
    recorder,
    () => !isBusy() && state.safety !== "in-memory" && player.playing()?.isPaused !== false,
  );
  if (takeRecordNow()) record();
  const offline = () => (isOffline() ? (isBusy() ? "recording" : "idle") : undefined);

  return (
    <>
      {/* After a sign-out, the page shows only the running recording. */}
      <Show when={!isSignedOut()} fallback={<Header offline={offline()} />}>
        <Header
          me={props.me}
          offline={offline()}
          usage={library()?.usage()}
          onSettings={actions.openSettings}
          onSignOut={() => props.onSignOut()}
        />
      </Show>
      <Deck
        snapshot={state}
        settings={settings}
        microphones={microphones}
        check={check}
        levels={levels}
        owner={props.me.sub}
        library={library()}
        error={unsupported()?.code}
        canRecord={canRecord()}
        isDeviceRead={isDeviceRead.latest === true}
        isOffline={isOffline()}
        signedOut={isSignedOut() ? { heldIn: heldIn(state) } : undefined}
        actions={actions}
      />
      <main class="main-place">
        <Show when={!isSignedOut()}>
          {updateOffer()}
          <LaterRooms
            room={room()}
            settings={settings}
            microphones={microphones.list()}
            storage={state.storage}
            levels={levels}
            isRecording={isBusy()}
            onMicrophone={chooseMicrophone}
            onClose={closeRoom}
          />
          <div class="library-place" hidden={room()?.kind === "settings"}>
            <Later load={loadLibrary} meanwhile={<section aria-busy="true" />}>
              {({ Library }) => (
                <Library
                  owner={props.me.sub}
                  session={props.session}
                  recorder={recorder}
                  snapshot={state}
                  isOnline={isOnline}
                  isOffline={isOffline()}
                  player={player}
                  onFacts={setLibrary}
                />
              )}
            </Later>
          </div>
        </Show>
      </main>
    </>
  );
}
