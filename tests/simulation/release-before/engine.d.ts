// The types of engine.js, as far as the simulation calls it. What the engine of today may change is
// written down as it was then.
import type { ErrorCode } from "@tapedeck/core/error-catalogue";
import type { ErrorDetails } from "@tapedeck/core/errors";
import type { RecordingId } from "@tapedeck/core/ids";
import type { Environment } from "../../../packages/recorder/src/environment.ts";
import type {
  JournalFiles,
  StorageKind,
} from "../../../packages/recorder/src/journal/journal-files.ts";
import type { RecordingApi } from "../../../packages/recorder/src/ports.ts";
import type { OpenSession } from "../../../packages/recorder/src/recording-session.ts";
import type { Engine, TabRecorder } from "../engine.ts";

/** What those two releases know of a recording and of a segment is plain data to the simulation. */
export interface RecordsBefore {
  putRecording(record: { readonly recordingId: RecordingId }): Promise<void>;
  recordings(owner: string): Promise<readonly { readonly recordingId: RecordingId }[]>;
  putSegments(records: readonly { readonly sequence: number }[]): Promise<void>;
  segments(recordingId: RecordingId): Promise<readonly { readonly sequence: number }[]>;
  removeRecording(recordingId: RecordingId): Promise<void>;
}

/** A message between tabs. */
export interface MessageBefore {
  readonly kind: string;
  readonly [field: string]: unknown;
}

export interface EnvironmentBefore extends Omit<Environment, "openChannel" | "openStorage"> {
  openChannel(
    name: string,
    onMessage: (message: MessageBefore) => void,
  ): { post(message: MessageBefore): void; close(): void };
  openStorage(
    onClosed: () => void,
  ): Promise<{ readonly records: RecordsBefore; files(kind: StorageKind): JournalFiles }>;
}

export class AppError extends Error {
  readonly code: ErrorCode;
  readonly details: ErrorDetails;
  constructor(code: ErrorCode, message: string, options?: { details?: ErrorDetails });
}

export function toAppError(thrown: unknown): AppError;

export function createRecorder(options: {
  readonly api: RecordingApi;
  readonly owner: string;
  readonly userType?: () => string | undefined;
  readonly environment: EnvironmentBefore;
  readonly openSession: OpenSession;
}): TabRecorder;

export const createRecordingJournal: Engine["createRecordingJournal"];
export const startEncoding: Engine["startEncoding"];
export const createServerClock: Engine["createServerClock"];
