// Makes the device remember what the board knows, and forget what the bucket has. Sound is deleted
// here and nowhere else, and only after the server has verified it.
import { AppError } from "@tapedeck/core/errors";
import type { Environment } from "../environment.ts";
import { isFileOf, journalFileName } from "../journal/journal-files.ts";
import type { RecordingRecord } from "../journal/journal-records.ts";
import type { JournalStorage } from "../journal/journal-storage.ts";
import type { RecordingUpload } from "./recording-upload.ts";
import { isSaved, toRecord, type Upload } from "./upload.ts";

/** After a failed write. A person needs longer to free a disk; a blip of the database, less. */
const RETRY_MS = 30_000;

export interface Keeper {
  /** Remembers them soon; may be called with the same ones again at any time. */
  keep(recordings: Iterable<RecordingUpload>, uploads: Iterable<Upload>): void;
  /** Begins nothing new. Resolves when nothing is being written any more. */
  stop(): Promise<void>;
}

export function createKeeper(options: {
  readonly storage: JournalStorage;
  readonly recordingOf: (upload: Upload) => RecordingUpload | undefined;
  readonly setTimer: Environment["setTimer"];
}): Keeper {
  const { storage, recordingOf, setTimer } = options;
  const { records } = storage;
  let recordings = new Set<RecordingUpload>();
  let uploads = new Set<Upload>();
  let work: Promise<void> | undefined;
  let cancelRetry = () => {};

  async function saveLives(dirty: readonly Upload[]): Promise<void> {
    const unsaved = dirty.filter(
      (upload) => !isSaved(upload) && recordingOf(upload)?.record.state !== "sealed",
    );
    if (unsaved.length === 0) return;
    const written = unsaved.map(toRecord);
    await records.putSegments(written);
    unsaved.forEach((upload, index) => {
      upload.storedLife = written[index]?.life;
    });
  }

  async function removeVerified(dirty: readonly Upload[]): Promise<void> {
    for (const upload of dirty) {
      const { recordingId, sequence } = upload.segment;
      const recording = recordingOf(upload);
      if (recording === undefined || !mayRemove(upload)) continue;
      const files = storage.files(recording.record.storage);
      await files.remove(journalFileName(recordingId, sequence));
      upload.hasFile = false;
    }
  }

  async function saveRecordings(dirty: readonly RecordingUpload[]): Promise<void> {
    for (const { record, uploads: all } of dirty) {
      if (record.state === "sealed") await forget(record);
      // An open recording's record belongs to its recorder.
      if (record.state === "sealed" || record.state === "open") continue;
      // That it has ended says that its segments are remembered: nobody recovers it any more, and
      // what is not remembered would be deleted with the rest once that is sealed.
      if (all.some(({ storedLife }) => storedLife === undefined)) {
        throw new AppError("STORAGE_FAILED", "Its segments are not all remembered yet.");
      }
      await records.putRecording(record);
    }
  }

  /** The files first: without a record nobody would ever look for them. */
  async function forget({ recordingId, storage: kind }: RecordingRecord): Promise<void> {
    const files = storage.files(kind);
    for (const name of await files.list()) {
      if (isFileOf(name, recordingId)) await files.remove(name);
    }
    await records.removeRecording(recordingId);
  }

  const hasWork = () => uploads.size > 0 || recordings.size > 0;

  async function saveAll(): Promise<"done" | "failed"> {
    while (hasWork()) {
      const dirtyUploads = [...uploads];
      const dirtyRecordings = [...recordings];
      uploads = new Set();
      recordings = new Set();
      // Each for itself: a full disk takes no record, but gives room for it once sound is gone.
      const outcomes = [
        await outcomeOf(saveLives(dirtyUploads)),
        await outcomeOf(removeVerified(dirtyUploads)),
        await outcomeOf(saveRecordings(dirtyRecordings)),
      ];
      if (!outcomes.includes("failed")) continue;
      // Until then the device remembers less than is true, and that costs a question to the server.
      for (const upload of dirtyUploads) uploads.add(upload);
      for (const recording of dirtyRecordings) recordings.add(recording);
      cancelRetry();
      cancelRetry = setTimer(RETRY_MS, start);
      return "failed";
    }
    return "done";
  }

  function start(): void {
    work ??= saveAll().then((outcome) => {
      work = undefined;
      // What came after the last look at the sets, and before this line: a sealed recording stayed on
      // the device that way (simulation, seed 349).
      if (outcome === "done" && hasWork()) start();
    });
  }

  return {
    keep: (someRecordings, someUploads) => {
      for (const recording of someRecordings) recordings.add(recording);
      for (const upload of someUploads) uploads.add(upload);
      start();
    },
    stop: async () => {
      cancelRetry();
      while (work !== undefined) await work;
      cancelRetry();
    },
  };
}

async function outcomeOf(work: Promise<void>): Promise<"done" | "failed"> {
  return work.then(
    () => "done",
    () => "failed",
  );
}

/**
 * A record of any age is enough: who finds it without its file asks the server before anything
 * else. Without a record nobody would know that the segment ever was.
 */
function mayRemove({ life, storedLife, hasFile }: Upload): boolean {
  return life.kind === "verified" && storedLife !== undefined && hasFile;
}
