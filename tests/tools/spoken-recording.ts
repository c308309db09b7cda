// A recording of real sound in a folder: its segments, and its whole file. ffmpeg encodes the sound once, and our
// own code cuts and joins it.
import { execFile } from "node:child_process";
import { readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { promisify } from "node:util";
import { PEAK_SAMPLES } from "@tapedeck/core/limits";
import { joinSegments } from "@tapedeck/core/webm/join";
import { segmentCut } from "@tapedeck/core/webm/segment-cut";
import { writeSegment } from "@tapedeck/core/webm/segment-writer";
import { packetsOf } from "../fixtures/packets-of.ts";

const run = promisify(execFile);

const SEGMENTS = 3;
const PACKETS_PER_SEGMENT = 100;
export const SEGMENT_SAMPLES = PACKETS_PER_SEGMENT * 960;
export const WHOLE_SAMPLES = SEGMENTS * SEGMENT_SAMPLES;
/** Each segment repeats as much of the one before it. */
export const PREROLL_SAMPLES = 5 * 960;

/** Writes `ID.webm` and `ID_000000.webm` to `ID_000002.webm`, as the bucket holds them. */
export async function writeSpokenRecording(ffmpeg: string, dir: string): Promise<void> {
  const encoded = join(dir, "encoded.webm");
  const sound = `sine=frequency=440:sample_rate=48000:duration=${2 * SEGMENTS + 1}`;
  const encode = ["-c:a", "libopus", "-b:a", "64k", "-frame_duration", "20", encoded];
  await run(ffmpeg, ["-f", "lavfi", "-i", sound, ...encode]);
  const packets = await packetsOf(await readFile(encoded));
  const segments = Array.from({ length: SEGMENTS }, (_, sequence) => {
    const cut = segmentCut({ sequence, packetsPerSegment: PACKETS_PER_SEGMENT });
    return writeSegment({
      packets: packets.slice(cut.firstPacket, cut.endPacket),
      channelCount: 1,
      skipSamples: cut.skipSamples,
      discardSamples: 0,
      peaks: new Uint8Array(SEGMENT_SAMPLES / PEAK_SAMPLES).fill(200 + sequence),
    });
  });
  for (const [sequence, bytes] of segments.entries()) {
    await writeFile(join(dir, `ID_00000${sequence}.webm`), bytes);
  }
  await writeFile(join(dir, "ID.webm"), joinSegments(segments));
}
