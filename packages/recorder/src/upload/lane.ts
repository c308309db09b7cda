// What the uploader's two halves, sender and settler, are made of.
import type { JournalStorage } from "../journal/journal-storage.ts";
import type { RecordingApi } from "../ports.ts";
import type { ServerAge } from "./ask-newest.ts";
import type { Board } from "./board.ts";
import type { UploadEnvironment } from "./uploader.ts";

export interface Lane {
  readonly api: RecordingApi;
  readonly environment: UploadEnvironment;
  readonly storage: JournalStorage;
  readonly board: Board;
  /** Of the API. */
  readonly server: ServerAge;
  /** Aborts when the uploader is disposed: what fails from then on has not failed. */
  readonly signal: AbortSignal;
  /** Something may be started now. */
  readonly pump: () => void;
  /** Something can be seen to have changed. */
  readonly report: () => void;
}
