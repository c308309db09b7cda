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
    ...(title === undefined ? {} : titleMetadata(title)),
  };
}

export function titleMetadata(title: string): Metadata {
  // Half a surrogate pair cannot be escaped.
  return { title: encodeURIComponent(title.toWellFormed()) };
}

/** What of it can be read; a manifest that others stored may have none. */
export function manifestFacts(metadata: Metadata): Partial<ManifestFacts> {
  const { "duration-ms": duration, "size-bytes": size, title: escaped } = metadata;
  const durationMs = Number(duration || Number.NaN);
  const sizeBytes = Number(size || Number.NaN);
  const title = unescaped(escaped);
  return {
    ...(durationMs >= 0 && Number.isFinite(durationMs) ? { durationMs } : {}),
    ...(sizeBytes >= 0 && Number.isSafeInteger(sizeBytes) ? { sizeBytes } : {}),
    ...(title === undefined ? {} : { title }),
  };
}

function unescaped(text: string | undefined): string | undefined {
  try {
    return text === undefined ? undefined : decodeURIComponent(text);
  } catch {
    return undefined;
  }
}
