// Plays recordings: what the other rooms of the page know of the player. Its code comes when it is needed.
import { createContext, useContext, type Accessor, type JSX } from "solid-js";
import type { ManifestGap } from "@tapedeck/core/contract";
import type { ErrorCode } from "@tapedeck/core/error-codes";
import type { Peaks } from "@tapedeck/core/peaks";
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
  setLibrary(library: LibraryLinks): void;
}

/** What the library does for the player. */
export interface LibraryLinks {
  /**
   * The name that the library shows: the player says no other.
   *
   * @returns `undefined` – not known to the library, or not yet
   */
  nameOf(recordingId: string): string | undefined;
  /** Opens the recording's page. */
  openPage(recordingId: string): void;
}

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
  /** Of a recording that is not in the player, if they are there without decoding. @throws {AppError} */
  readonly readPeaks: (recordingId: string, signal: AbortSignal) => Promise<Peaks | undefined>;
  /** Where this device stopped playing a recording last; 0 is its start. */
  rememberedMs(recordingId: string): number;
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

/** What a recording's page knows of its sound. */
export interface SoundOfPage {
  readonly recordingId: string;
  /** Where the address points. Default: where this device stopped playing it last, else its start. */
  readonly startMs: number | undefined;
  readonly durationMs: number | undefined;
  /** `undefined` until the bucket has told them. */
  readonly gaps: readonly ManifestGap[] | undefined;
  /** It is being recorded: what there is of it is read only once a person wants to hear it. */
  readonly isGrowing: boolean;
  /** It is deleted, or about to be. A function, because the page asks while it goes. */
  readonly isRemoved: () => boolean;
}

/** The player's code, once it has come. */
export interface PlayerRoom {
  readonly playback: Playback;
  /** What reads sound, to hand it on. */
  readonly sounds: SoundPorts;
  readonly bar: () => JSX.Element;
  /** The player of a recording's page. */
  readonly PageSound: (props: { readonly sound: SoundOfPage }) => JSX.Element;
}

export interface PlayerHost extends Player {
  /** Makes the code come. @returns `undefined` – it did not come; a later call tries again */
  load(): Promise<PlayerRoom | undefined>;
}

export const PlayerContext = createContext<PlayerHost>();

export function usePlayer(): PlayerHost {
  const player = useContext(PlayerContext);
  if (player === undefined) throw new Error("usePlayer needs a PlayerProvider around it");
  return player;
}
