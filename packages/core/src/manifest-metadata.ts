// What a list shows of a sealed recording, stored as metadata of its manifest: a HEAD tells it, where
// reading the manifest of a day would take 2.4 MB.
import type { Manifest } from "./contract.ts";
import type { Metadata } from "./ports.ts";

export type ManifestFacts = Pick<Manifest, "durationMs" | "sizeBytes" | "title">;

/**
 * S3 keeps 2 KB of metadata, in ASCII: the longest title, 200 characters of three bytes, takes 1,800
 * when it is escaped.
 *
 * @see https://docs.aws.amazon.com/AmazonS3/latest/userguide/UsingMetadata.html
 */
export function manifestMetadata({ durationMs, sizeBytes, title }: ManifestFacts): Metadata {
  return {
    "duration-ms": String(durationMs),
    "size-bytes": String(sizeBytes),
    // Half a surrogate pair cannot be escaped.
    ...(title === undefined ? {} : { title: encodeURIComponent(title.toWellFormed()) }),
  };
}

/** @returns `undefined` for a manifest that was stored without them */
export function manifestFacts(metadata: Metadata): ManifestFacts | undefined {
  const { "duration-ms": duration, "size-bytes": size, title } = metadata;
  if (!isNumber(duration) || !isNumber(size)) return undefined;
  return {
    durationMs: Number(duration),
    sizeBytes: Number(size),
    ...(title === undefined ? {} : { title: decodeURIComponent(title) }),
  };
}

function isNumber(text: string | undefined): text is string {
  return text !== undefined && text !== "" && Number.isFinite(Number(text));
}
