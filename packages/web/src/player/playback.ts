// Plays one recording at a time through one audio element, and goes on by itself after trouble of the network.
import { batch, createSignal, onCleanup } from "solid-js";
import type { ManifestGap } from "@tapedeck/core/contract";
import type { ErrorCode } from "@tapedeck/core/error-codes";
import { AppError, toAppError } from "@tapedeck/core/errors";
import { createPreference } from "../settings/create-preference.ts";
import { attachSound } from "./attach-sound.ts";
import { createPeaks } from "./create-peaks.ts";
import { findSound } from "./find-sound.ts";
import { followElement } from "./follow-element.ts";
import { makeMediaSession } from "./media-session.ts";
import { isCuredByTime } from "./network-trouble.ts";
import type { LibraryLinks, Playback } from "./player.ts";
import type { SoundPorts } from "./ports.ts";
import { createPlaceMemory } from "./place-memory.ts";
import { rememberedPositions } from "./positions.ts";
import { SPEEDS } from "./speeds.ts";
import { shownTitle } from "./shown-title.ts";
import { waitForNetwork } from "./wait-for-network.ts";

export interface PlaybackPorts extends SoundPorts {
  readonly audio: HTMLAudioElement;
  /** The person's `sub`. */
  readonly owner: string;
  readonly nameOf: LibraryLinks["nameOf"];
}

/** A file that fails so often in a row is not the network's fault. */
const MOST_FAILURES = 3;

/** Needs a Solid owner, whose end stops the sound. */
export function createPlayback(ports: PlaybackPorts): Playback {
  const { audio, recorder } = ports;
  const positions = rememberedPositions(ports.owner);
  const [recordingId, setRecordingId] = createSignal<string>();
  /** As the bucket has it. */
  const [ownTitle, setTitle] = createSignal("");
  const title = () => ports.nameOf(recordingId() ?? "") ?? ownTitle();
  const [gaps, setGaps] = createSignal<readonly ManifestGap[]>([]);
  const [isPartial, setPartial] = createSignal(false);
  const [isWaiting, setWaiting] = createSignal(false);
  const [trouble, setTrouble] = createSignal<ErrorCode>();
  const [isPaused, setPaused] = createSignal(true);
  const [position, setPosition] = createSignal(0);
  const [durationMs, setDurationMs] = createSignal(0);
  const [speed, setSpeed] = createPreference<number>("speed", 1, (text) =>
    SPEEDS.find((each) => String(each) === text),
  );
  const wave = createPeaks(ports);
  let attempt = new AbortController();
  let detach = () => {};
  /** Of the file, since it last gave sound. */
  let failures = 0;
  let isReady = false;

  const positionMs = () => (isReady ? audio.currentTime * 1000 : position());
  const mediaSession = makeMediaSession({
    play: () => resume(),
    pause: () => pause(),
    skip: (byMs) => skip(byMs),
    seek: (toMs) => seek(toMs),
  });

  const playing = () => {
    const id = recordingId();
    if (id === undefined) return undefined;
    return {
      recordingId: id,
      isPaused: isPaused(),
      positionMs: position(),
      durationMs: durationMs(),
    };
  };
  const place = createPlaceMemory(positions, playing);

  function follow(): void {
    if (!isReady) return;
    setPosition(audio.currentTime * 1000);
    place.follow();
    tellKeys();
  }

  function tellKeys(): void {
    const now = playing();
    if (now) mediaSession.move({ ...now, speed: speed() });
  }

  /** Opens the sound again at the same place after each failure that time cures. */
  async function load(id: string): Promise<void> {
    attempt.abort();
    attempt = new AbortController();
    const { signal } = attempt;
    detach();
    isReady = false;
    setWaiting(true);
    for (let tries = 1; !signal.aborted; tries += 1) {
      try {
        if (failures > 0) await waitForNetwork(failures, signal);
        const sound = await findSound(id, ports, signal);
        batch(() => {
          setTitle(shownTitle(id, sound.title));
          setGaps(sound.gaps);
          setPartial(sound.kind === "device" && sound.isPartial);
          if (sound.durationMs !== undefined) setDurationMs(sound.durationMs);
        });
        mediaSession.show(title());
        detach = await attachSound(sound, {
          ...ports,
          signal,
          startMs: position() < (sound.durationMs ?? Infinity) ? position() : 0,
          onFailure: fail,
          onTrouble: (error) => setTrouble(error?.code),
        });
        audio.playbackRate = speed();
        void wave.show(id, sound, signal);
        if (!isPaused()) await audio.play().catch(refused);
        return;
      } catch (thrown) {
        if (signal.aborted) return;
        const error = toAppError(thrown);
        setTrouble(error.code);
        if (!isCuredByTime(error.code)) return fail(error);
        await waitForNetwork(tries + 1, signal).catch(() => undefined);
      }
    }
  }

  /** The browser wants a click first, or the sound was replaced meanwhile. */
  function refused(thrown: unknown): void {
    if (thrown instanceof DOMException && thrown.name === "NotAllowedError") setPaused(true);
  }

  function fail(error: AppError): void {
    attempt.abort();
    detach();
    batch(() => {
      setTrouble(error.code);
      setWaiting(false);
      setPaused(true);
    });
  }

  function onError(): void {
    const id = recordingId();
    if (id === undefined || audio.error === null) return;
    failures += 1;
    const isOurs = audio.error.code === MediaError.MEDIA_ERR_DECODE || navigator.onLine;
    if (failures > MOST_FAILURES && isOurs) {
      fail(new AppError("WEBM_INVALID", "The browser cannot play this recording."));
      return;
    }
    void load(id);
  }

  const stopFollowingElement = followElement(audio, {
    timeupdate: follow,
    seeking: follow,
    loadedmetadata: () => {
      isReady = true;
      audio.playbackRate = speed();
      const measuredMs = audio.duration * 1000;
      if (durationMs() === 0 && Number.isFinite(measuredMs)) setDurationMs(measuredMs);
    },
    waiting: () => setWaiting(true),
    canplay: () => setWaiting(false),
    playing: () => {
      failures = 0;
      place.used();
      batch(() => {
        setWaiting(false);
        setTrouble(undefined);
      });
    },
    ended: () => {
      setPaused(true);
      place.remember();
      tellKeys();
    },
    error: onError,
  });
  addEventListener("pagehide", place.remember);
  const stopFollowing = recorder.subscribe(() => {
    // What is being said must not be mixed with what was said before.
    if (recorder.snapshot().state === "starting" && !isPaused()) pause();
  });

  function open(id: string, atMs?: number): void {
    // At its end it is looked up again: it may have grown, or left this device.
    if (id === recordingId() && trouble() === undefined && !audio.ended) {
      if (atMs !== undefined) seek(atMs);
      return;
    }
    place.remember();
    failures = 0;
    place.opened();
    batch(() => {
      setRecordingId(id);
      setTrouble(undefined);
      setTitle(shownTitle(id, undefined));
      setGaps([]);
      wave.clear();
      setDurationMs(0);
      setPosition(atMs ?? positions.positionMs(id));
    });
    void load(id);
  }

  function resume(): void {
    const id = recordingId();
    if (id === undefined) return;
    setPaused(false);
    if (trouble() !== undefined && attempt.signal.aborted) void load(id);
    else void audio.play().catch(refused);
    tellKeys();
  }

  function pause(): void {
    setPaused(true);
    audio.pause();
    place.remember();
    tellKeys();
  }

  function seek(toMs: number): void {
    // Its length may not be known yet.
    const wanted = Math.max(0, Math.min(toMs, durationMs() || Infinity));
    place.used();
    setPosition(wanted);
    if (recordingId() !== undefined) audio.currentTime = wanted / 1000;
  }

  const skip = (byMs: number) => seek(positionMs() + byMs);

  function close(): void {
    place.remember();
    attempt.abort();
    detach();
    isReady = false;
    setPaused(true);
    setRecordingId(undefined);
    mediaSession.close();
  }

  onCleanup(() => {
    close();
    stopFollowing();
    removeEventListener("pagehide", place.remember);
    stopFollowingElement();
  });

  return {
    playing,
    title,
    gaps,
    isPartial,
    isWaiting: () => isWaiting() && !isPaused(),
    trouble,
    speed,
    peaks: wave.peaks,
    readPeaks: wave.read,
    rememberedMs: (id) => positions.positionMs(id),
    positionMs,
    open,
    play: (id, atMs) => {
      setPaused(false);
      open(id, atMs);
      resume();
    },
    toggle: () => (isPaused() ? resume() : pause()),
    pause,
    seek,
    skip,
    setSpeed: (next) => {
      setSpeed(next);
      audio.playbackRate = next;
      tellKeys();
    },
    close,
  };
}
