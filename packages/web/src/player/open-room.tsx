// Builds the player: its sound, its bar, and its place on a page. Loaded when something is to be played.
import { createSignal } from "solid-js";
import type { Recorder } from "@tapedeck/recorder";
import { callApi, createApi } from "../api/api.ts";
import type { Session } from "../session/session.ts";
import { adoptStyles } from "../design/adopt-styles.ts";
import { createPlayback } from "./playback.ts";
import { PageSound } from "./PageSound.tsx";
import type { LibraryLinks, Playback, PlayerRoom } from "./player.ts";
import { PlayerBar } from "./PlayerBar.tsx";
import type { GetRecording } from "./ports.ts";
import styles from "./player.css?inline";

export interface RoomPorts {
  readonly session: Session;
  readonly recorder: Recorder;
  /** The person's `sub`. */
  readonly owner: string;
  readonly audio: HTMLAudioElement;
  readonly library: LibraryLinks;
}

/** @param inOwner - runs a function under the Solid owner that ends the player */
export function openRoom(
  { session, library, ...ports }: RoomPorts,
  inOwner: (open: () => Playback) => Playback | undefined,
): PlayerRoom {
  adoptStyles(styles);
  const api = createApi(session);
  const getRecording: GetRecording = (recordingId, firstSequence, signal) =>
    callApi(session, () => api.recordings.get.query({ recordingId, firstSequence }, { signal }));
  const playback = inOwner(() =>
    createPlayback({ ...ports, nameOf: (id) => library.nameOf(id), getRecording }),
  );
  if (playback === undefined) throw new Error("the player's page is gone");
  const sounds = { getRecording, recorder: ports.recorder };
  /** The recording whose page shows its player. */
  const [pageId, setPageId] = createSignal<string>();
  return {
    playback,
    sounds,
    bar: () => (
      <PlayerBar playback={playback} pageId={pageId()} onOpenPage={(id) => library.openPage(id)} />
    ),
    PageSound: (props) => (
      <PageSound
        playback={playback}
        sound={props.sound}
        onShow={setPageId}
        onHide={(id) => setPageId((shown) => (shown === id ? undefined : shown))}
      />
    ),
  };
}
