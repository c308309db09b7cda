// Brings recordings to the bucket, in the one tab that leads. This is the one loop: it starts whatever
// can be started. Sending: sender.ts; believing: settler.ts; failing: board.ts; remembering: keeper.ts.
import type { Environment } from "../environment.ts";
import type { RecordingRecord, SegmentRecord } from "../journal/journal-records.ts";
import type { JournalStorage } from "../journal/journal-storage.ts";
import type { RecordingApi } from "../ports.ts";
import { Board } from "./board.ts";
import { toRecordingView } from "./recording-upload.ts";
import { createKeeper } from "./keeper.ts";
import { createSender } from "./sender.ts";
import { createSettler } from "./settler.ts";
import { toSegmentView } from "./upload.ts";
import type { RecordingView, SegmentRef, UploadViews } from "./views.ts";
import type { WakeCause } from "./waits.ts";

export type UploadEnvironment = Pick<
  Environment,
  "clock" | "setTimer" | "random01" | "isOnline" | "putObject" | "sha256"
>;

export interface Uploader {
  /**
   * Takes over a recording as it is on the device, or what is new of it. What is known already is
   * left alone, but that a recording has ended is believed.
   *
   * @param isSaved - the records are durable; `true` unless given
   */
  take(record: RecordingRecord, segments: readonly SegmentRecord[], isSaved?: boolean): void;
  /** Ends the waits that the cause cures. */
  wake(cause: WakeCause): void;
  /** Starts what waits or is stuck again, with all its attempts: one segment, or everything. */
  retry(segment?: SegmentRef): void;
  /** Recordings that it has brought to the bucket as a whole. */
  sealed(): readonly RecordingView[];
  /**
   * Stops where it is: whoever leads next begins with what is on the device. Resolves when nothing
   * is being written there any more.
   */
  dispose(): Promise<void>;
}

export function createUploader(options: {
  readonly api: RecordingApi;
  readonly environment: UploadEnvironment;
  readonly storage: JournalStorage;
  /** Hears of everything that is taken over, and of every change to it. */
  readonly onChange: (changed: UploadViews) => void;
}): Uploader {
  const { environment, storage, onChange } = options;
  const disposed = new AbortController();
  const { signal } = disposed;
  const board = new Board(environment, pump);
  const lane = { ...options, board, server: { isOlder: false }, signal, pump, report };
  const sender = createSender(lane);
  const settler = createSettler(lane);
  const keeper = createKeeper({
    storage,
    recordingOf: ({ segment }) => board.find(segment.recordingId),
    setTimer: environment.setTimer,
  });

  const stopListening = options.api.onServerTime?.((time) => {
    board.settleGaps(time);
    report();
  });

  /** Starts all that can be started; called whenever anything has changed. */
  function pump(): void {
    if (signal.aborted) return;
    sender.start();
    settler.start();
    report();
  }

  /** Tells of every change, and has it remembered. */
  function report(): void {
    const { recordings, uploads } = board.takeChanges();
    if (signal.aborted || recordings.length + uploads.length === 0) return;
    keeper.keep(recordings, uploads);
    onChange({
      recordings: recordings.map(toRecordingView),
      segments: uploads.map(toSegmentView),
    });
  }

  return {
    take: (record, segments, isSaved = true) => {
      board.take(record, segments, isSaved);
      pump();
    },
    wake: (cause) => {
      board.wake(cause);
      pump();
    },
    retry: (segment) => {
      board.retry(segment);
      pump();
    },
    sealed: () =>
      board.recordings.filter(({ record }) => record.state === "sealed").map(toRecordingView),
    dispose: () => {
      disposed.abort();
      stopListening?.();
      board.dispose();
      return keeper.stop();
    },
  };
}
