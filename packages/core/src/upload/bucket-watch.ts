// Tells a broken connection from a bucket that this browser cannot reach. Browsers tell a page the same of
// both: nothing, be it a cut cable, a filter, or a CORS rule that lacks this site.
import type { RefusedUpload } from "../contract.ts";
import type { AppError } from "../errors.ts";
import type { Failure } from "./waits.ts";

/** The owner of the bucket needs one line of log, not one for each attempt. */
const REPORT_EVERY_MS = 60_000;

/** S3's codes are words like this; the API takes no others. */
const S3_CODE = /^[A-Za-z0-9]{1,64}$/;

export interface BucketWatch {
  /**
   * - `none`: the last upload got an answer that the page may read.
   * - `uploads`: it got none.
   * - `only-uploads`: it got none, and the API has answered since.
   */
  readonly silence: "none" | "uploads" | "only-uploads";
  /** What the API has not been told yet. */
  readonly untold: RefusedUpload | undefined;
  readonly toldAtMs: number;
}

export const NEW_BUCKET_WATCH: BucketWatch = {
  silence: "none",
  untold: undefined,
  toldAtMs: Number.NEGATIVE_INFINITY,
};

/** S3 took an upload. */
export function uploadStored(watch: BucketWatch): BucketWatch {
  return { ...watch, silence: "none" };
}

/**
 * An upload failed.
 *
 * @param hasMoved - the browser had sent some of it
 * @returns the failure, or BUCKET_BLOCKED in its place: the API answers, and uploads get no answer
 */
export function uploadFailed(
  watch: BucketWatch,
  error: AppError,
  hasMoved: boolean,
): readonly [BucketWatch, Failure] {
  const { code, details } = error;
  const isAnswered = details["status"] !== undefined;
  const isLost = code === "CONNECTION_LOST" || (code === "TIMEOUT" && !hasMoved);
  if (isAnswered || !isLost) {
    const isRefusal = code === "UPLOAD_REFUSED" || code === "BUCKET_BLOCKED";
    const untold = isRefusal || isSignersFault(error) ? refusedUpload(error) : watch.untold;
    return [{ ...watch, silence: "none", untold }, error];
  }
  // Once may be the network. Twice, with an answer of the API in between, is not.
  if (watch.silence !== "only-uploads") return [{ ...watch, silence: "uploads" }, error];
  return [{ ...watch, untold: {} }, { code: "BUCKET_BLOCKED" }];
}

/** What the next call tells the API, if anything. */
export function reportOf(watch: BucketWatch, nowMs: number): RefusedUpload | undefined {
  return nowMs - watch.toldAtMs >= REPORT_EVERY_MS ? watch.untold : undefined;
}

/** The API answered a call that told it `told`. */
export function apiAnswered(
  watch: BucketWatch,
  told: RefusedUpload | undefined,
  nowMs: number,
): BucketWatch {
  const silence = watch.silence === "none" ? "none" : "only-uploads";
  const heard = { ...watch, silence } as const;
  return told === undefined ? heard : { ...heard, untold: undefined, toldAtMs: nowMs };
}

function refusedUpload({ details }: AppError): RefusedUpload {
  const { status, s3Code } = details;
  return {
    ...(typeof status === "number" ? { status } : {}),
    ...(typeof s3Code === "string" && S3_CODE.test(s3Code) ? { code: s3Code } : {}),
  };
}

/** A grant that ends with the credentials behind it, and not by its own time. */
const isSignersFault = ({ details }: AppError) => details["s3Code"] === "ExpiredToken";
