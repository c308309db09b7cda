import {
  createEffect,
  createSignal,
  getOwner,
  runWithOwner,
  Show,
  untrack,
  type ParentProps,
} from "solid-js";
import { LaterNotice } from "../design/LaterNotice.tsx";
import type { RoomPorts } from "./open-room.tsx";
import { PlayerContext, type LibraryLinks, type PlayerHost, type PlayerRoom } from "./player.ts";

/** Gives its children the player, and shows the player's bar once something plays. */
export function PlayerProvider(
  props: ParentProps<{
    ports: () => Omit<RoomPorts, "audio" | "library">;
    /** The person has signed out elsewhere: the page shows nothing of them but what it records. */
    isSignedOut: boolean;
  }>,
) {
  const owner = getOwner();
  const [room, setRoom] = createSignal<PlayerRoom>();
  const [library, setLibrary] = createSignal<LibraryLinks>();
  const [isMissing, setMissing] = createSignal(false);
  // Safari lets an element play later only if a click has asked this very element to play.
  const audio = new Audio();
  let loading: Promise<PlayerRoom | undefined> | undefined;

  const load = () =>
    (loading ??= import("./open-room.tsx")
      .then(({ openRoom }) =>
        // Not all of the props: to read the children is to make them.
        openRoom(
          {
            ...props.ports(),
            audio,
            library: {
              nameOf: (id) => library()?.nameOf(id),
              openPage: (id) => library()?.openPage(id),
            },
          },
          (open) => runWithOwner(owner, open),
        ),
      )
      .then(
        (opened) => setRoom(() => opened),
        () => {
          loading = undefined;
          return undefined;
        },
      ));
  // It may be needed once the network is gone; the service worker keeps it only from the second visit on.
  void import("./open-room.tsx").catch(() => undefined);
  const playback = () => room()?.playback;
  createEffect(() => {
    if (props.isSignedOut) untrack(() => playback()?.close());
  });
  const host: PlayerHost = {
    play: (recordingId, atMs) => {
      if (room() === undefined) void audio.play().catch(() => undefined);
      void load().then((opened) =>
        opened ? opened.playback.play(recordingId, atMs) : setMissing(true),
      );
    },
    pause: () => playback()?.pause(),
    playing: () => playback()?.playing(),
    setLibrary,
    load,
  };
  return (
    <PlayerContext.Provider value={host}>
      {props.children}
      {room()?.bar()}
      <Show when={isMissing() && room() === undefined}>
        <LaterNotice code="APP_INCOMPLETE" />
      </Show>
    </PlayerContext.Provider>
  );
}
