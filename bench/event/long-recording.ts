// A long recording on its way, in the tab that uploads it: the reducer, the view, and what a page reads of it.
import { makeRecordingId } from "@tapedeck/core/ids";
import type { SegmentVerdict } from "@tapedeck/core/contract";
import type { UploadCommand } from "@tapedeck/core/upload/command";
import type { UploadEvent } from "@tapedeck/core/upload/event";
import type { RecordingRecord, SegmentRecord } from "@tapedeck/core/upload/records";
import { reduce } from "@tapedeck/core/upload/reduce";
import {
  NO_UPLOADS,
  positionOf,
  replaceRecording,
  withSegments,
} from "@tapedeck/core/upload/upload-state";
import { createMemoryRecords } from "../../packages/recorder/src/journal/memory-records.ts";
import { createDeviceView } from "../../packages/recorder/src/upload/device-view.ts";
import { writtenRecords } from "../../packages/recorder/src/upload/written-records.ts";

const MOMENT = { nowMs: 1_000_000, random01: 0.5, isOnline: true };

export interface LongRecording {
  /** What the last event cost, from its beginning until a page has read what it shows. */
  tookMs(): number;
  /** A PUT says how far it is. */
  progress(): Promise<void>;
  /** A PUT ends: the next begins. */
  endPut(): Promise<void>;
  /** The server has found one more segment. */
  verify(): Promise<void>;
}

/**
 * Half of it is verified, four segments are being sent, the rest waits for its turn.
 *
 * @param options.isListShown - the page shows the segments of this recording, one by one
 */
export async function openLongRecording(
  segmentCount: number,
  { isListShown }: { readonly isListShown: boolean },
): Promise<LongRecording> {
  const recordingId = makeRecordingId(1_795_392_000_000_000, new Uint8Array(6));
  const record: RecordingRecord = {
    recordingId,
    owner: "ada",
    packetsPerSegment: 250,
    storage: "opfs",
    state: "ended",
    gaps: [],
  };
  const segments = Array.from({ length: segmentCount }, (_, sequence): SegmentRecord => {
    const isSent = sequence < segmentCount / 2;
    return {
      recordingId,
      sequence,
      startSample: sequence * 240_000,
      sampleCount: 240_000,
      sizeBytes: 40_000,
      sha256: `sum of ${sequence}`,
      life: { kind: isSent ? "verified" : "journaled" },
    };
  });
  const device = createMemoryRecords();
  await device.putRecording(record);
  await device.putSegments(segments);

  let state = NO_UPLOADS;
  let pending: UploadCommand[] = [];
  let shown = Promise.withResolvers<void>();
  const records = writtenRecords({ state: () => state }, device);
  const view = createDeviceView({
    readerOf: () => records,
    nowMs: () => MOMENT.nowMs,
    onChange: () => shown.resolve(),
    onFailure: (thrown) => shown.reject(thrown),
  });

  /** As uploader.ts does, with nothing at the end of the wires. */
  function happen(event: UploadEvent): void {
    const [next, commands] = reduce(state, event, MOMENT);
    state = next;
    for (const command of commands) {
      if (command.kind === "tell") view.changed(command.recordingId, command.sequences);
      else pending.push(command);
    }
  }

  /** As a page does after each change. */
  async function show(): Promise<void> {
    await shown.promise;
    shown = Promise.withResolvers<void>();
    view.recordings();
    view.safety(true);
    if (isListShown) view.segments(recordingId);
  }

  function take<Kind extends UploadCommand["kind"]>(
    kind: Kind,
  ): Extract<UploadCommand, { readonly kind: Kind }> | undefined {
    const found = pending.find(
      (command): command is Extract<UploadCommand, { readonly kind: Kind }> =>
        command.kind === kind,
    );
    pending = pending.filter((command) => command !== found);
    return found;
  }

  function answerGrants(): void {
    const asked = take("request-grants");
    if (asked === undefined) return;
    const sequences = asked.segments.map(({ sequence }) => sequence);
    happen({
      kind: "granted",
      recordingId,
      sequences,
      grants: sequences.map(grant),
      asked: asked.verify.map(({ sequence }) => sequence),
      // Verdicts are given one by one, below.
      verdicts: [],
      told: undefined,
      usableUntilMs: MOMENT.nowMs + 270_000,
      isServerOlder: false,
    });
  }

  function answerSaves(): void {
    const save = take("save");
    if (save === undefined) return;
    happen({
      kind: "saved",
      segments: save.segments,
      removedFiles: save.removeFiles.map(({ segment }) => segment),
      recordings: save.recordings,
      forgotten: [],
      isFailed: false,
    });
  }

  await view.open(device, "ada");
  shown = Promise.withResolvers<void>();
  happen({ kind: "records-read", record, segments, isSaved: true });
  answerGrants();
  answerSaves();
  let sentBytes = 0;
  let tookMs = 0;
  const uploaded: number[] = [];

  return {
    tookMs: () => tookMs,
    progress: async () => {
      const put = pending.find((command) => command.kind === "put");
      if (put?.kind !== "put") throw new Error("nothing is sent");
      sentBytes += 1;
      const start = performance.now();
      view.progressed({ recordingId, sequence: put.segment.sequence }, sentBytes);
      await show();
      tookMs = performance.now() - start;
    },
    endPut: async () => {
      const put = take("put");
      if (put === undefined) throw new Error("nothing is sent");
      const { sequence } = put.segment;
      const start = performance.now();
      happen({ kind: "put-ended", recordingId, sequence, hasFile: true });
      await show();
      tookMs = performance.now() - start;
      uploaded.push(sequence);
      answerGrants();
      answerSaves();
    },
    verify: async () => {
      const sequence = uploaded.shift();
      const [recording] = state.recordings;
      if (sequence === undefined || recording === undefined) throw new Error("nothing to verify");
      // As if a call had asked for this one alone.
      const asked = withSegments(recording, [positionOf(recording, sequence)], (upload) => ({
        ...upload,
        state: { kind: "verifying", failedAttempts: 0 },
      }));
      state = replaceRecording(state, asked);
      await verdictOn(sequence);
    },
  };

  async function verdictOn(sequence: number): Promise<void> {
    const verdicts: readonly SegmentVerdict[] = [{ sequence, state: "verified" }];
    const start = performance.now();
    happen({
      kind: "verdicts-given",
      recordingId,
      sequences: [sequence],
      verdicts,
      userType: undefined,
      isServerOlder: false,
    });
    await show();
    tookMs = performance.now() - start;
    answerSaves();
  }
}

function grant(sequence: number) {
  const key = `${sequence}.webm`;
  const expiresAt = "2026-11-23T00:05:00.000Z";
  return { key, url: `https://bucket.example/${key}`, headers: {}, expiresAt };
}
