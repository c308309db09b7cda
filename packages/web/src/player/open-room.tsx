// Builds the player: its sound, and its bar. Loaded when something is to be played.
import type { JSX } from "solid-js";
import type { Recorder } from "@tapedeck/recorder";
import { callApi, type Api } from "../api/api.ts";
import type { Session } from "../session/session.ts";
import { adoptStyles } from "../design/adopt-styles.ts";
import { createPlayback } from "./playback.ts";
import type { NameOf, Playback } from "./player.ts";
import { PlayerBar } from "./PlayerBar.tsx";
import type { GetRecording, SoundPorts } from "./ports.ts";
import styles from "./player.css?inline";

export interface RoomPorts {
  readonly api: Api;
  readonly session: Session;
  readonly recorder: Recorder;
  /** The person's `sub`. */
  readonly owner: string;
  readonly audio: HTMLAudioElement;
  readonly nameOf: NameOf;
}

export interface Room {
  readonly playback: Playback;
  readonly sounds: SoundPorts;
  readonly bar: () => JSX.Element;
}

/** @param inOwner - runs a function under the Solid owner that ends the player */
export function openRoom(
  { api, session, ...ports }: RoomPorts,
  inOwner: (open: () => Playback) => Playback | undefined,
): Room {
  adoptStyles(styles);
  const getRecording: GetRecording = (recordingId, firstSequence, signal) =>
    callApi(session, () => api.recordings.get.query({ recordingId, firstSequence }, { signal }));
  const playback = inOwner(() => createPlayback({ ...ports, getRecording }));
  if (playback === undefined) throw new Error("the player's page is gone");
  const sounds = { getRecording, recorder: ports.recorder };
  return { playback, sounds, bar: () => <PlayerBar playback={playback} /> };
}
