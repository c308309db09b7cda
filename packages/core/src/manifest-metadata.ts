// What a list shows of a sealed recording, stored as metadata of its manifest: a HEAD tells it, where
// reading the manifest of a day would take 2.4 MB.
import type { Manifest } from "./contract.ts";
import type { Metadata } from "./ports.ts";

export type ManifestFacts = Pick<Manifest, "durationMs" | "sizeBytes" | "title">;

/**
 * S3 keeps 2 KB of metadata: names and values together, and it is not said whether the names' common
 * beginning counts.
 *
 * @see https://docs.aws.amazon.com/AmazonS3/latest/userguide/UsingMetadata.html
 */
const MAX_BYTES = 2048;
const NAME_PREFIX = "x-amz-meta-";

/** Behind what is left of a title that did not fit. */
const ELLIPSIS = encodeURIComponent("…");

export function manifestMetadata({ durationMs, sizeBytes, title }: ManifestFacts): Metadata {
  const numbers = { "duration-ms": String(durationMs), "size-bytes": String(sizeBytes) };
  return title === undefined ? numbers : { ...numbers, ...titleMetadata(title, numbers) };
}

/**
 * The title, escaped, as ASCII. 200 characters, as many as the API takes, need 1,800 bytes in Chinese, and
 * 2,400 as emoji. Of a title that does not fit, the metadata have the beginning; the object has all of it.
 *
 * @param beside - what else is stored in the metadata of the same object
 */
export function titleMetadata(title: string, beside: Metadata = {}): Metadata {
  const others = Object.entries(beside).flatMap(([name, value]) => [NAME_PREFIX, name, value]);
  const room = MAX_BYTES - [...others, NAME_PREFIX, "title"].join("").length;
  // Half a surrogate pair cannot be escaped.
  const wellFormed = title.toWellFormed();
  const whole = encodeURIComponent(wellFormed);
  return { title: whole.length <= room ? whole : beginning(wellFormed, room) };
}

function beginning(title: string, room: number): string {
  let escaped = "";
  for (const character of title) {
    const next = escaped + encodeURIComponent(character);
    if (next.length + ELLIPSIS.length > room) break;
    escaped = next;
  }
  return escaped + ELLIPSIS;
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
