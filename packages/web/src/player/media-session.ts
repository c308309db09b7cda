// The keys of keyboards, headphones and lock screens control the player.
import { setMediaLayer, type MediaLayer } from "../app/media-layers.ts";

export interface MediaKeys {
  readonly play: () => void;
  readonly pause: () => void;
  readonly skip: (byMs: number) => void;
  readonly seek: (toMs: number) => void;
}

const STEP_MS = 15_000;

export interface MediaSessionView {
  show(title: string): void;
  move(state: {
    readonly isPaused: boolean;
    readonly positionMs: number;
    readonly durationMs: number;
    readonly speed: number;
  }): void;
  /** Nothing is played any more. */
  close(): void;
}

export function makeMediaSession(keys: MediaKeys): MediaSessionView {
  let layer: MediaLayer = {
    title: "",
    isPaused: true,
    actions: {
      play: keys.play,
      pause: keys.pause,
      seekbackward: ({ seekOffset }) => keys.skip(-stepMs(seekOffset)),
      seekforward: ({ seekOffset }) => keys.skip(stepMs(seekOffset)),
      seekto: ({ seekTime }) => {
        if (seekTime !== undefined) keys.seek(seekTime * 1000);
      },
    },
  };
  const change = (changed: Partial<MediaLayer>) => {
    layer = { ...layer, ...changed };
    // What plays is looked up first.
    if (layer.title !== "") setMediaLayer("player", layer);
  };
  return {
    show: (title) => change({ title }),
    move: ({ isPaused, positionMs, durationMs, speed }) =>
      change({
        isPaused,
        ...(durationMs > 0
          ? {
              position: {
                duration: durationMs / 1000,
                position: Math.min(positionMs, durationMs) / 1000,
                playbackRate: speed,
              },
            }
          : {}),
      }),
    close() {
      change({ title: "" });
      setMediaLayer("player", undefined);
    },
  };
}

const stepMs = (seconds: number | undefined) => (seconds === undefined ? STEP_MS : seconds * 1000);
