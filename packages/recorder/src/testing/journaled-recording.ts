// A recording on a test's device, as the encoder worker would have left it.
import type { RecordingId } from "@tapedeck/core/ids";
import { PACKET_SAMPLES, PEAK_SAMPLES } from "@tapedeck/core/limits";
import type { Environment } from "../environment.ts";
import { journalFileName } from "../journal/journal-files.ts";
import type { RecordingRecord, SegmentRecord } from "@tapedeck/core/upload/records";
import type { JournalStorage } from "../journal/journal-storage.ts";
import { createRecordingJournal, type RecordingJournal } from "../journal/recording-journal.ts";
import { createSegmenter, type CutSegment } from "../encode/segmenter.ts";

type Device = { readonly storage: JournalStorage } & Pick<Environment, "sha256">;

/** An Opus packet of 20 ms that no other packet equals. */
export function numberedPacket(index: number): Uint8Array<ArrayBuffer> {
  // 0xf8: CELT, full band, 20 ms, mono, one frame. @see RFC 6716 §3.1
  return Uint8Array.of(0xf8, index & 0xff, (index >> 8) & 0xff, (index >> 16) & 0xff, 7);
}

/** As many peaks as the segment has, which tell segments apart. */
export function numberedPeaks({
  sequence,
  sampleCount,
}: Pick<CutSegment, "sequence" | "sampleCount">): number[] {
  const count = Math.ceil(sampleCount / PEAK_SAMPLES);
  return Array.from({ length: count }, (_, index) => (sequence * 16 + index) & 0xff);
}

/** One segment and its recording, which is still open. */
export async function journalSegment(
  device: Device,
  { recordingId, sampleCount }: { recordingId: RecordingId; sampleCount: number },
): Promise<{ recording: RecordingRecord; segment: SegmentRecord; file: Uint8Array<ArrayBuffer> }> {
  const packetsPerSegment = Math.ceil(sampleCount / PACKET_SAMPLES);
  const { journal, segments } = await journalRecording(device, {
    recordingId,
    packetsPerSegment,
    sampleCount,
  });
  const segment = segments[0];
  const name = journalFileName(recordingId, 0);
  const file = await device.storage.files("opfs").read(name);
  if (!segment || !file) throw new Error("the journal kept nothing");
  return { recording: journal.record(), segment, file };
}

/** All segments of a recording that is still open: `finish` ends it. */
export async function journalRecording(
  { storage, sha256 }: Device,
  options: {
    readonly recordingId: RecordingId;
    readonly packetsPerSegment: number;
    readonly sampleCount: number;
    readonly owner?: string;
    readonly userType?: string | undefined;
  },
): Promise<{ journal: RecordingJournal; segments: readonly SegmentRecord[] }> {
  const { sampleCount } = options;
  const files = storage.files("opfs");
  const journal = await createRecordingJournal({
    owner: "ada",
    ...options,
    files,
    records: storage.records,
    sha256,
  });
  const segmenter = createSegmenter(options);
  const segments: SegmentRecord[] = [];
  const packets = 1 + Math.ceil(sampleCount / PACKET_SAMPLES);
  for (let index = 0; index < packets; index++) {
    const packet = numberedPacket(index);
    journal.append([packet]);
    segmenter.push(packet);
    for (const cut of segmenter.takeWhole(sampleCount)) {
      segments.push(await journal.closeSegment({ ...cut, peaks: numberedPeaks(cut) }));
    }
  }
  for (const cut of segmenter.takeRest(sampleCount)) {
    segments.push(await journal.closeSegment({ ...cut, peaks: numberedPeaks(cut) }));
  }
  return { journal, segments };
}
