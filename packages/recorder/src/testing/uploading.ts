// An uploader on a virtual device, and recordings for it to bring to a scripted server.
import type { Gap } from "@tapedeck/core/contract";
import type { ErrorCode } from "@tapedeck/core/error-catalogue";
import { makeRecordingId, type RecordingId } from "@tapedeck/core/ids";
import { PACKET_SAMPLES } from "@tapedeck/core/limits";
import type { RecordingRecord, SegmentRecord } from "../journal/journal-records.ts";
import { createUploader, type Uploader } from "../upload/uploader.ts";
import { createViewStore, type ViewStore } from "../upload/view-store.ts";
import type { UnsureGaps } from "../unsure-gaps.ts";
import { journalRecording } from "./journaled-recording.ts";
import { createScriptedApi, type ScriptedApi } from "./scripted-api.ts";
import { settle } from "./settle.ts";
import { createVirtualEnvironment, type VirtualEnvironment } from "./virtual-environment.ts";

const PACKETS_PER_SEGMENT = 2;

export interface Uploading {
  readonly environment: VirtualEnvironment;
  readonly api: ScriptedApi;
  readonly uploader: Uploader;
  readonly views: ViewStore;
  /** Journals a recording, newest id last, and hands it over. */
  readonly record: (options: {
    readonly segmentCount: number;
    readonly isEnded?: boolean;
    /** As its person was when it began. */
    readonly userType?: string;
    readonly gaps?: readonly Gap[];
    readonly unsure?: UnsureGaps;
  }) => Promise<{
    readonly recording: RecordingRecord;
    readonly segments: readonly SegmentRecord[];
  }>;
  /** Kind and code of each segment's status, oldest first. */
  readonly statuses: () => string[];
  readonly fileNames: () => Promise<readonly string[]>;
  /** Answers every PUT that is waiting for an answer, and those that follow. */
  readonly storeAll: () => Promise<void>;
}

export function createUploading(options: Parameters<typeof createScriptedApi>[0]): Uploading {
  const environment = createVirtualEnvironment();
  const api = createScriptedApi(options);
  const views = createViewStore();
  const uploader = createUploader({
    api,
    environment,
    storage: environment.storage,
    onChange: (changed) => views.merge(changed),
  });
  let recordingCount = 0;
  let stored = 0;
  return {
    environment,
    api,
    uploader,
    views,
    record: async ({ segmentCount, isEnded = true, userType, gaps = [], unsure }) => {
      const { journal, segments } = await journalRecording(environment, {
        recordingId: nextRecordingId(recordingCount++),
        userType,
        packetsPerSegment: PACKETS_PER_SEGMENT,
        sampleCount: segmentCount * PACKETS_PER_SEGMENT * PACKET_SAMPLES,
      });
      journal.noteGaps(gaps, unsure);
      const sampleCount = segmentCount * PACKETS_PER_SEGMENT * PACKET_SAMPLES;
      const recording = isEnded ? await journal.finish(sampleCount) : journal.record();
      uploader.take(recording, segments);
      await settle();
      return { recording, segments };
    },
    statuses: () =>
      views
        .segments()
        .toReversed()
        .map(({ status }) => ("code" in status ? `${status.kind} ${status.code}` : status.kind)),
    fileNames: () => environment.storage.files("opfs").list(),
    storeAll: async () => {
      while (stored < environment.puts.length) await environment.puts[stored++]?.store();
    },
  };
}

function nextRecordingId(index: number): RecordingId {
  return makeRecordingId(1_795_392_000_000_000 + index, new Uint8Array(6));
}

/** What a segment says that waits or is stuck. */
export const waiting = (code: ErrorCode) => `waiting ${code}`;
export const stuck = (code: ErrorCode) => `stuck ${code}`;
