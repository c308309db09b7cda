// Append-only files on the device: where packets become durable. What is in a file: journal-format.ts;
// which implementation a browser gets: choose-files.ts.
import type { RecordingId } from "@tapedeck/core/ids";
import type { StorageKind } from "@tapedeck/core/upload/records";

/**
 * One file a segment, so that what is verified can be deleted while the recording goes on, and what
 * is whole can be read by another tab while the next file is being written.
 */
export interface JournalFiles {
  readonly kind: StorageKind;
  /**
   * A new, empty file; one of that name is replaced. With `opfs` only inside a worker.
   *
   * @throws {AppError} STORAGE_FULL, STORAGE_FAILED
   */
  create(name: string): Promise<JournalFile>;
  /** What is durable of the file, also while it is still being written; `undefined`: no such file. */
  read(name: string): Promise<Uint8Array<ArrayBuffer> | undefined>;
  /** Absent already is as good as removed. */
  remove(name: string): Promise<void>;
  /** Every name, in text order. */
  list(): Promise<readonly string[]>;
}

export interface JournalFile {
  /**
   * `opfs`: the bytes survive the end of the process when this returns. `indexeddb`: a moment later.
   *
   * @throws {AppError} STORAGE_FULL, STORAGE_FAILED – also for an earlier append that failed late
   */
  append(bytes: Uint8Array): void;
  /** Resolves when all that was appended is durable and others may read it. Closing twice is fine. */
  close(): Promise<void>;
}

/** `{recordingId}_{sequence, six digits}`: text order is the order of the sound. */
export function journalFileName(recordingId: RecordingId, sequence: number): string {
  return `${recordingId}_${String(sequence).padStart(6, "0")}`;
}

export function isFileOf(name: string, recordingId: RecordingId): boolean {
  return name.startsWith(`${recordingId}_`);
}
