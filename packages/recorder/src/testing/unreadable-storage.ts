// A device that does not give back one recording, until it does.
import { AppError } from "@tapedeck/core/errors";
import type { RecordingId } from "@tapedeck/core/ids";
import { isFileOf } from "../journal/journal-files.ts";
import type { JournalStorage } from "../journal/journal-storage.ts";

export interface UnreadableStorage extends JournalStorage {
  mend(): void;
}

export function createUnreadableStorage(
  storage: JournalStorage,
  recordingId: RecordingId,
): UnreadableStorage {
  let isMended = false;
  return {
    records: storage.records,
    files: (kind) => {
      const files = storage.files(kind);
      return {
        ...files,
        read: async (name) => {
          if (!isMended && isFileOf(name, recordingId)) {
            throw new AppError("STORAGE_FAILED", `${name} cannot be read`);
          }
          return files.read(name);
        },
      };
    },
    mend: () => {
      isMended = true;
    },
  };
}
