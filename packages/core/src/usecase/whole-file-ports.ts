// What making a whole file asks of its surroundings: a bucket, and room for a file that is not finished.
import type { Metadata, StoredJson } from "../ports.ts";
import type { Sha256 } from "../segments-digest.ts";

/** A whole file on its way: the clusters are kept while segments come, outside of the memory. */
export interface FileDraft {
  append(pieces: readonly Uint8Array[]): Promise<void>;
  /**
   * Stores `head` and what was appended as one object, with its length and SHA-256.
   *
   * @param replaces - the version that it may replace; `undefined`: there must be none
   * @returns `changed` when the bucket holds another version
   */
  store(object: {
    readonly key: string;
    readonly head: Uint8Array;
    readonly metadata: Metadata;
    readonly replaces: string | undefined;
  }): Promise<"stored" | "changed">;
}

export interface WholeFilePorts {
  /** @returns `undefined` when there is no such object */
  readJson(key: string): Promise<StoredJson | undefined>;
  /**
   * @param sizeBytes - that the object must have
   * @returns `undefined` when there is none, or one of another size
   */
  readObject(key: string, sizeBytes: number): Promise<Uint8Array<ArrayBuffer> | undefined>;
  /** @returns `undefined` when there is no such object */
  headVersion(
    key: string,
  ): Promise<{ readonly version: string; readonly metadata: Metadata } | undefined>;
  remove(key: string): Promise<void>;
  /** The draft goes when `work` has ended, stored or not. */
  withDraft<Result>(work: (draft: FileDraft) => Promise<Result>): Promise<Result>;
  readonly sha256: Sha256;
}
