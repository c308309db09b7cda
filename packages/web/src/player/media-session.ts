// The keys of keyboards, headphones and lock screens control the player.
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
}

export function makeMediaSession(keys: MediaKeys): MediaSessionView {
  if (!("mediaSession" in navigator)) return { show: () => undefined, move: () => undefined };
  const { mediaSession } = navigator;
  const handlers: Partial<Record<MediaSessionAction, MediaSessionActionHandler>> = {
    play: keys.play,
    pause: keys.pause,
    seekbackward: ({ seekOffset }) => keys.skip(-stepMs(seekOffset)),
    seekforward: ({ seekOffset }) => keys.skip(stepMs(seekOffset)),
    seekto: ({ seekTime }) => {
      if (seekTime !== undefined) keys.seek(seekTime * 1000);
    },
  };
  for (const [action, handler] of Object.entries(handlers)) {
    try {
      mediaSession.setActionHandler(action as MediaSessionAction, handler);
    } catch {
      // An older browser does not know this key.
    }
  }
  return {
    show: (title) => {
      mediaSession.metadata = new MediaMetadata({ title, artist: "Tapedeck" });
    },
    move: ({ isPaused, positionMs, durationMs, speed }) => {
      mediaSession.playbackState = isPaused ? "paused" : "playing";
      if (!(durationMs > 0)) return;
      mediaSession.setPositionState({
        duration: durationMs / 1000,
        position: Math.min(positionMs, durationMs) / 1000,
        playbackRate: speed,
      });
    },
  };
}

const stepMs = (seconds: number | undefined) => (seconds === undefined ? STEP_MS : seconds * 1000);
