// The record of a stored object: its bytes count as stored only once this document is written.
import type { Checksum } from "./checksums.ts";

export interface Tag {
  readonly key: string;
  readonly value: string;
}

/** Headers that S3 stores and gives back unchanged. */
export const storedHeaderNames = [
  "cache-control",
  "content-disposition",
  "content-encoding",
  "content-language",
  "content-type",
  "expires",
] as const;

export type StoredHeaders = Partial<Record<(typeof storedHeaderNames)[number], string>>;

export interface ObjectRecord {
  readonly key: string;
  /** Name of the file under `bytes/`; a new one for every write, so readers keep theirs. */
  readonly bytesName: string;
  readonly sizeBytes: number;
  /** Without quotes. */
  readonly etag: string;
  /** Whole seconds, as HTTP dates carry. */
  readonly lastModifiedMs: number;
  readonly checksum: Checksum;
  readonly headers: StoredHeaders;
  /** Names without `x-amz-meta-`. */
  readonly metadata: Readonly<Record<string, string>>;
  readonly isEncryptionAsked: boolean;
  readonly tags: readonly Tag[];
}

/** The ETag as it stands in headers and XML. */
export const quotedEtag = (record: ObjectRecord): string => `"${record.etag}"`;
