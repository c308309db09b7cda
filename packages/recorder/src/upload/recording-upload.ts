// One recording on its way to the bucket: what the uploader knows about it. What to do: uploader.ts.
import type { RecordingRecord } from "../journal/journal-records.ts";
import type { Upload } from "./upload.ts";
import { recordingView, type RecordingView, type SealWait } from "./views.ts";

export interface RecordingUpload {
  record: RecordingRecord;
  /** In order of sequence. */
  readonly uploads: Upload[];
  /** The server is being asked for the manifest. */
  isSealing: boolean;
  sealWait: SealWait | undefined;
  failedSeals: number;
  /** Verifying waits for the next call for grants, until it is over. */
  hold: { isOver: boolean } | undefined;
}

/** A seal that an earlier page gave up is asked for once more, as a segment is: see upload.ts. */
export function newRecordingUpload(stored: RecordingRecord): RecordingUpload {
  const record: RecordingRecord =
    typeof stored.state === "string" ? stored : { ...stored, state: "ended" };
  return {
    record,
    uploads: [],
    isSealing: false,
    sealWait: undefined,
    failedSeals: 0,
    hold: undefined,
  };
}

/** Where the server has found segments of it, or let them be stored, or it began: a hint for every call. */
export function placeHint({ record, uploads }: RecordingUpload): { readonly userType?: string } {
  const placed = uploads.filter(({ segment }) => segment.userType !== undefined);
  const found = placed.find(({ life }) => life.kind === "verified") ?? placed[0];
  const userType = found?.segment.userType ?? record.userType;
  return userType === undefined ? {} : { userType };
}

export function toRecordingView({ record, sealWait }: RecordingUpload): RecordingView {
  const view = recordingView(record);
  return { ...view, state: sealWait ?? view.state };
}
