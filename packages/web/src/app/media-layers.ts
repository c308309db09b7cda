// What lock screens, headphones and keyboards show and control. The recorder and the player each bring a layer;
// the browser has one media session, and the recorder's layer comes first: a key must not start a sound while
// the microphone is open.

export interface MediaLayer {
  readonly title: string;
  readonly isPaused: boolean;
  /** The page leaves all other keys alone. */
  readonly actions: MediaActions;
  readonly position?: MediaPositionState;
}

type MediaActions = Partial<Record<(typeof ACTIONS)[number], MediaSessionActionHandler>>;

const ACTIONS = ["play", "pause", "seekbackward", "seekforward", "seekto"] as const;

const layers: { recorder?: MediaLayer; player?: MediaLayer } = {};
let shown: MediaLayer | undefined;

/** @param layer - `undefined` takes the layer away, and the other one shows again */
export function setMediaLayer(name: keyof typeof layers, layer: MediaLayer | undefined): void {
  if (layer === undefined) delete layers[name];
  else layers[name] = layer;
  const top = layers.recorder ?? layers.player;
  if (top === shown || !("mediaSession" in navigator)) return;
  show(top, shown);
  shown = top;
}

/** Sets only what has changed: the player tells its position four times a second. */
function show(layer: MediaLayer | undefined, before: MediaLayer | undefined): void {
  const { mediaSession } = navigator;
  if (layer?.title !== before?.title) {
    mediaSession.metadata =
      layer === undefined ? null : new MediaMetadata({ title: layer.title, artist: "Tapedeck" });
  }
  mediaSession.playbackState = playbackState(layer);
  mediaSession.setPositionState(layer?.position);
  if (layer?.actions === before?.actions) return;
  for (const action of ACTIONS) {
    try {
      mediaSession.setActionHandler(action, layer?.actions[action] ?? null);
    } catch {
      // An older browser does not know this key.
    }
  }
}

function playbackState(layer: MediaLayer | undefined): MediaSessionPlaybackState {
  if (layer === undefined) return "none";
  return layer.isPaused ? "paused" : "playing";
}
