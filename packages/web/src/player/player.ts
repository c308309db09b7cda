// Plays recordings: what the other rooms of the page know of the player. Its code comes when it is needed.
import { createContext, useContext, type Accessor } from "solid-js";
import type { ManifestGap } from "@tapedeck/core/contract";
import type { ErrorCode } from "@tapedeck/core/error-codes";
import type { Peaks } from "./peaks.ts";
import type { SoundPorts } from "./ports.ts";

export interface Playing {
  readonly recordingId: string;
  readonly isPaused: boolean;
  readonly positionMs: number;
  readonly durationMs: number;
}

export interface Player {
  /** @param atMs - default: where this device stopped playing it last, else its start */
  play(recordingId: string, atMs?: number): void;
  pause(): void;
  /** What plays, or what was paused last. */
  readonly playing: () => Playing | undefined;
  /** The library tells the names that it shows: the player says no other. */
  setNames(nameOf: NameOf): void;
}

/** @returns `undefined` – not known to the library, or not yet */
export type NameOf = (recordingId: string) => string | undefined;

/** All that the player's own parts show and do. */
export interface Playback {
  readonly playing: Accessor<Playing | undefined>;
  readonly title: Accessor<string>;
  readonly gaps: Accessor<readonly ManifestGap[]>;
  /** Only a part of the recording is on this device, and the bucket does not give the rest out yet. */
  readonly isPartial: Accessor<boolean>;
  /** The sound has not come yet, or has stopped because the network is slow or away. */
  readonly isWaiting: Accessor<boolean>;
  readonly trouble: Accessor<ErrorCode | undefined>;
  readonly speed: Accessor<number>;
  readonly peaks: Accessor<Peaks | undefined>;
  /** The element's own position: finer than `playing`, to be asked once per animation frame. */
  positionMs(): number;
  /** Shows a recording without playing it. */
  open(recordingId: string, atMs?: number): void;
  play(recordingId: string, atMs?: number): void;
  /** Plays on, or pauses. */
  toggle(): void;
  pause(): void;
  seek(toMs: number): void;
  skip(byMs: number): void;
  setSpeed(speed: number): void;
  close(): void;
}

/** What the parts of the player itself need. */
export interface PlayerHost extends Player {
  /** `undefined` until its code has come. */
  readonly playback: () => Playback | undefined;
  /** Makes the code come. Also gives what reads sound, to hand it on. */
  load(): Promise<{ readonly playback: Playback; readonly sounds: SoundPorts } | undefined>;
}

export const PlayerContext = createContext<PlayerHost>();

export function usePlayer(): PlayerHost {
  const player = useContext(PlayerContext);
  if (player === undefined) throw new Error("usePlayer needs a PlayerProvider around it");
  return player;
}
