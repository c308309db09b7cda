// An uploader on a virtual device, and recordings for it to bring to a scripted server.
import type { Gap } from "@tapedeck/core/contract";
import type { ErrorCode } from "@tapedeck/core/error-codes";
import { PACKET_SAMPLES } from "@tapedeck/core/limits";
import type { RecordingRecord, SegmentRecord } from "@tapedeck/core/upload/records";
import { createUploader, type Uploader } from "../upload/uploader.ts";
import { createDeviceView, type DeviceView } from "../upload/device-view.ts";
import { writtenRecords } from "../upload/written-records.ts";
import type { RecordReader } from "../journal/journal-records.ts";
import type { JournalStorage } from "../journal/journal-storage.ts";
import type { RecordingJournal } from "../journal/recording-journal.ts";
import type { UnsureGaps } from "@tapedeck/core/upload/unsure-gaps";
import { journalRecording } from "./journaled-recording.ts";
import { createScriptedApi, type ScriptedApi } from "./scripted-api.ts";
import { idOf } from "./recording-ids.ts";
import { settle } from "./settle.ts";
import { createVirtualEnvironment, type VirtualEnvironment } from "./virtual-environment.ts";

const PACKETS_PER_SEGMENT = 2;

export interface Uploading {
  readonly environment: VirtualEnvironment;
  readonly api: ScriptedApi;
  readonly uploader: Uploader;
  readonly view: DeviceView;
  /** Journals a recording, newest id last, and hands it over. */
  readonly record: (options: {
    readonly segmentCount: number;
    /** Of the segments, how many are still to come: see `recordMore`; none by default. */
    readonly laterCount?: number;
    readonly isEnded?: boolean;
    /** As its person was when it began. */
    readonly userType?: string;
    readonly gaps?: readonly Gap[];
    readonly unsure?: UnsureGaps;
  }) => Promise<{
    readonly recording: RecordingRecord;
    readonly segments: readonly SegmentRecord[];
  }>;
  /** The next segment of the recording that was handed over last. */
  readonly recordMore: () => Promise<void>;
  /** Ends that recording. */
  readonly end: () => Promise<void>;
  /** The page is gone: the view shows what the device's records say. */
  readonly close: () => Promise<void>;
  /** The uploader of the next page, which the view follows. */
  readonly reopen: (changed?: { readonly storage?: JournalStorage }) => Uploader;
  /** Kind and code of each segment's status, oldest first. */
  readonly statuses: () => string[];
  readonly fileNames: () => Promise<readonly string[]>;
  /** Answers every PUT that is waiting for an answer, and those that follow. */
  readonly storeAll: () => Promise<void>;
}

export function createUploading(options: Parameters<typeof createScriptedApi>[0]): Uploading {
  const environment = createVirtualEnvironment();
  const api = createScriptedApi(options);
  let reader: RecordReader = environment.storage.records;
  const view = createDeviceView({
    readerOf: () => reader,
    nowMs: () => environment.nowMs(),
    onChange: () => undefined,
    onFailure: (thrown) => {
      throw thrown;
    },
  });

  function open({
    storage = environment.storage,
  }: { readonly storage?: JournalStorage } = {}): Uploader {
    const opened = createUploader({
      api,
      environment,
      storage,
      listener: {
        onChange: (recordingId, sequences) => view.changed(recordingId, sequences),
        onProgress: (segment, sentBytes) => view.progressed(segment, sentBytes),
      },
    });
    reader = writtenRecords(opened, storage.records);
    return {
      ...opened,
      take: (record, segments, isSaved) => {
        opened.take(record, segments, isSaved);
        view.changed(record.recordingId);
      },
    };
  }

  const uploader = open();
  let recordingCount = 0;
  let stored = 0;
  let last:
    | {
        readonly journal: RecordingJournal;
        readonly later: SegmentRecord[];
        readonly sampleCount: number;
      }
    | undefined;
  return {
    environment,
    api,
    uploader,
    view,
    close: async () => {
      await uploader.dispose();
      reader = environment.storage.records;
      for (const recordingId of view.unsealed()) view.changed(recordingId);
      await settle();
    },
    reopen: open,
    record: async ({
      segmentCount,
      laterCount = 0,
      isEnded = true,
      userType,
      gaps = [],
      unsure,
    }) => {
      const sampleCount = segmentCount * PACKETS_PER_SEGMENT * PACKET_SAMPLES;
      const { journal, segments: all } = await journalRecording(environment, {
        recordingId: idOf(recordingCount++),
        userType,
        packetsPerSegment: PACKETS_PER_SEGMENT,
        sampleCount,
      });
      journal.noteGaps(gaps, unsure);
      const recording = isEnded ? await journal.finish(sampleCount) : journal.record();
      const segments = all.slice(0, segmentCount - laterCount);
      last = { journal, later: all.slice(segments.length), sampleCount };
      uploader.take(recording, segments);
      await settle();
      return { recording, segments };
    },
    recordMore: async () => {
      const [next, ...later] = last?.later ?? [];
      if (last === undefined || next === undefined) throw new Error("nothing more is recorded");
      last = { ...last, later };
      uploader.take(last.journal.record(), [next]);
      await settle();
    },
    end: async () => {
      if (last === undefined) throw new Error("nothing is recorded");
      uploader.take(await last.journal.finish(last.sampleCount), []);
      await settle();
    },
    statuses: () =>
      view
        .recordings()
        .toReversed()
        .flatMap(({ recordingId }) => view.segments(recordingId))
        .map(({ status }) => ("code" in status ? `${status.kind} ${status.code}` : status.kind)),
    fileNames: () => environment.storage.files("opfs").list(),
    storeAll: async () => {
      while (stored < environment.puts.length) await environment.puts[stored++]?.store();
    },
  };
}

/** What a segment says that waits or is stuck. */
export const waiting = (code: ErrorCode) => `waiting ${code}`;
export const stuck = (code: ErrorCode) => `stuck ${code}`;
