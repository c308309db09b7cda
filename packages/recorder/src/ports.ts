// What the engine needs from its host. The web app fills the API with tRPC, tests with a script.
import type { Grant, PresignSegmentsInput } from "@tapedeck/core/contract";
import type { RecordingId } from "@tapedeck/core/ids";

/** The server, as the engine sees it. Implementations translate every failure into an `AppError`. */
export interface RecordingApi {
  /** Grants in the order of `input.segments`, at most 100 of them. */
  presignSegments(
    input: PresignSegmentsInput,
    options: { readonly signal: AbortSignal },
  ): Promise<readonly Grant[]>;
}

/** One Opus packet as it left the encoder: 20 ms, 960 samples at 48 kHz. */
export interface JournalPacket {
  readonly recordingId: RecordingId;
  /** Position in the encoder's stream, from 0. */
  readonly index: number;
  readonly bytes: Uint8Array;
}

/**
 * Where packets become durable before anything else happens to them. It is filled inside the encoder
 * worker (encoder-worker.ts), because only workers can write to disk without waiting.
 *
 * @see https://developer.mozilla.org/docs/Web/API/FileSystemSyncAccessHandle
 */
export interface Journal {
  append(packet: JournalPacket): void;
}
