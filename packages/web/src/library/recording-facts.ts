// What the page of a recording tells of it in its details: read from the bucket, page by page.
import type { ManifestGap } from "@tapedeck/core/contract";
import { segmentsDigest } from "@tapedeck/core/segments-digest";
import type { WhatToPlay } from "../api/library-api.ts";
import { retryCurable } from "../player/retry-curable.ts";

export interface RecordingFacts {
  readonly title: string | undefined;
  readonly sizeBytes: number;
  readonly segmentCount: number;
  readonly gaps: readonly ManifestGap[];
  readonly isRecovered: boolean;
  /** The name of the whole file in the bucket; of the first segment until there is one. */
  readonly key: string | undefined;
}

export function factsOf(recording: WhatToPlay): RecordingFacts {
  const { title, sizeBytes, segmentCount } = recording;
  const isFile = recording.state === "file";
  const url = isFile
    ? recording.file.url
    : (recording.wholeFile?.url ?? recording.segments[0]?.url);
  return {
    title,
    sizeBytes,
    segmentCount,
    gaps: isFile ? [] : recording.gaps,
    isRecovered: !isFile && recording.isRecovered === true,
    key: url && keyIn(url),
  };
}

/** Takes the key out of an address of either kind: the bucket may be in the host or in the path. */
function keyIn(url: string): string | undefined {
  const path = decodeURIComponent(new URL(url).pathname);
  const start = path.indexOf("users/");
  return start < 0 ? undefined : path.slice(start);
}

/**
 * The one checksum of a recording: SHA-256 over the hashes of its segments, as `recordings.seal` checked it. Waits for
 * the network.
 *
 * @param fetchPage - `recordings.get` from a segment on
 * @returns nothing for a one-off upload
 * @throws what `fetchPage` throws that time does not cure; the signal's reason when it is aborted
 */
export async function checksumOf(
  first: WhatToPlay,
  fetchPage: (firstSequence: number) => Promise<WhatToPlay>,
  signal: AbortSignal,
): Promise<string | undefined> {
  if (first.state === "file") return undefined;
  const segments = [...first.segments];
  while (segments.length < first.segmentCount) {
    signal.throwIfAborted();
    const page = await retryCurable(() => fetchPage(segments.length), { signal });
    if (page.state === "file" || page.segments.length === 0) return undefined;
    segments.push(...page.segments);
  }
  return segmentsDigest(segments, sha256Hex);
}

/** In groups of eight digits, as people compare them. */
async function sha256Hex(bytes: Uint8Array<ArrayBuffer>): Promise<string> {
  const digest = new Uint8Array(await crypto.subtle.digest("SHA-256", bytes));
  const hex = Array.from(digest, (byte) => byte.toString(16).padStart(2, "0")).join("");
  return hex.match(/.{8}/g)?.join(" ") ?? hex;
}
