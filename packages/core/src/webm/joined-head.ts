// The head of a whole recording's file. It is known last, when all clusters are written, and stands first.
import type { Peaks } from "../peaks.ts";
import { writeCues } from "./cluster-writer.ts";
import { assemble, element, sizeOf, uint, vint, type Pieces } from "./ebml-write.ts";
import * as ID from "./elements.ts";
import { writeHeader, writeInfo, writeTracks, type SoundShape } from "./file-head.ts";
import { writePeaksTag } from "./peaks-tag.ts";

/** Fixed, so that the size of the SeekHead is known before the positions in it are. */
const SEEK_POSITION_BYTES = 6;

export interface JoinedHead extends SoundShape {
  /** Samples that a player plays. */
  readonly sampleCount: number;
  /** In order; `length` in bytes. */
  readonly clusters: readonly { readonly length: number }[];
  /** Of all the sound, if all are known. */
  readonly peaks: Peaks | undefined;
}

/**
 * Cues stand before the clusters: one read of the file's start is enough to seek anywhere in it. Peaks stand
 * before the Cues: a page that draws the wave need not read those, of which a day has 1.9 MB.
 */
export function writeJoinedHead(head: JoinedHead): Uint8Array<ArrayBuffer> {
  const { sampleCount, clusters, peaks } = head;
  const info = writeInfo(sampleCount);
  const tracks = writeTracks(head);
  const tags = writePeaksTag(peaks);
  const parts = [
    { id: ID.Info, sizeBytes: sizeOf(info) },
    { id: ID.Tracks, sizeBytes: sizeOf(tracks) },
    { id: ID.Tags, sizeBytes: sizeOf(tags) },
    { id: ID.Cues, sizeBytes: sizeOf(writeCues(clusters, 0)) },
  ].filter(({ sizeBytes }) => sizeBytes > 0);
  const seekHeadSize = sizeOf(writeSeekHead(parts, 0));
  const firstCluster = seekHeadSize + parts.reduce((sum, part) => sum + part.sizeBytes, 0);
  const contentSize = clusters.reduce((sum, { length }) => sum + length, firstCluster);
  return assemble([
    ...writeHeader(),
    uint(ID.Segment),
    vint(contentSize),
    ...writeSeekHead(parts, seekHeadSize),
    ...info,
    ...tracks,
    ...tags,
    ...writeCues(clusters, firstCluster),
  ]);
}

/** @param firstPosition - position of the first part, in bytes from the start of the Segment's content */
function writeSeekHead(
  parts: readonly { readonly id: number; readonly sizeBytes: number }[],
  firstPosition: number,
): Pieces {
  let position = firstPosition;
  const entries = parts.flatMap(({ id, sizeBytes }) => {
    const entry = element(
      ID.Seek,
      element(ID.SeekID, [uint(id)]),
      element(ID.SeekPosition, [uint(position, SEEK_POSITION_BYTES)]),
    );
    position += sizeBytes;
    return entry;
  });
  return element(ID.SeekHead, entries);
}
