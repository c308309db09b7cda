import type { AudioSource } from "mediabunny";

/** The sound of a file that is being written. */
export interface SoundTrack<Data = AudioData> {
  readonly source: AudioSource;
  /** Closes the data. */
  add(data: Data): Promise<void>;
  /** Writes what is left. */
  end(): Promise<void>;
}
