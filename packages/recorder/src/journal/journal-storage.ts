// What the device keeps, as the one who uploads it sees it. Who records opens its own: choose-files.ts.
import type { JournalFiles } from "./journal-files.ts";
import type { StorageKind } from "@tapedeck/core/upload/records";
import type { JournalRecords } from "./journal-records.ts";

export interface JournalStorage {
  readonly records: JournalRecords;
  /** Where a recording's files are, by the kind that its record names; to read and to remove. */
  files(kind: StorageKind): JournalFiles;
}
