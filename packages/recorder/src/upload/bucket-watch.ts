// Tells a broken connection from a bucket that this browser cannot reach. Of both, browsers tell a page
// the same: nothing, be it a cut cable, a filter, or a CORS rule that lacks this site.
import type { RefusedUpload } from "@tapedeck/core/contract";
import { AppError } from "@tapedeck/core/errors";

/** The owner of the bucket needs one line of log, not one for each attempt. */
const REPORT_EVERY_MS = 60_000;

export interface BucketWatch {
  /** S3 took an upload. */
  stored(): void;
  /**
   * An upload failed.
   *
   * @param hasMoved - the browser had sent some of it
   * @returns the error, or BUCKET_BLOCKED instead: the API answers, and uploads get no answer
   */
  failed(error: AppError, hasMoved: boolean): AppError;
  /** What the API is to be told with the next call, if anything. */
  report(nowMs: number): RefusedUpload | undefined;
  /** The API answered that call. */
  apiAnswered(told: RefusedUpload | undefined, nowMs: number): void;
}

export function createBucketWatch(): BucketWatch {
  /** The last upload got no answer that the page may read. */
  let isSilent = false;
  /** The API has answered since. */
  let isApiThere = false;
  let untold: RefusedUpload | undefined;
  let toldAtMs = Number.NEGATIVE_INFINITY;

  function note({ details }: AppError): void {
    const { status, s3Code } = details;
    untold = {
      ...(typeof status === "number" ? { status } : {}),
      ...(typeof s3Code === "string" && CODE.test(s3Code) ? { code: s3Code } : {}),
    };
  }

  return {
    stored: () => {
      isSilent = false;
    },
    failed: (error, hasMoved) => {
      const { code, details } = error;
      const isAnswered = details["status"] !== undefined;
      const isLost = code === "CONNECTION_LOST" || (code === "TIMEOUT" && !hasMoved);
      if (isAnswered || !isLost) {
        isSilent = false;
        if (code === "UPLOAD_REFUSED" || code === "BUCKET_BLOCKED" || isSignersFault(error)) {
          note(error);
        }
        return error;
      }
      // Once may be the network. Twice, and between the two the API answered: it is not.
      if (!isSilent || !isApiThere) {
        isApiThere &&= isSilent;
        isSilent = true;
        return error;
      }
      const sentence = "Uploads get no answer, although the API answers.";
      const blocked = new AppError("BUCKET_BLOCKED", sentence, { cause: error });
      note(blocked);
      return blocked;
    },
    report: (nowMs) => (nowMs - toldAtMs >= REPORT_EVERY_MS ? untold : undefined),
    apiAnswered: (told, nowMs) => {
      isApiThere = true;
      if (told === undefined) return;
      toldAtMs = nowMs;
      untold = undefined;
    },
  };
}

/** A grant that ends with the credentials behind it, and not by its own time. */
const isSignersFault = ({ details }: AppError) => details["s3Code"] === "ExpiredToken";

/** S3's codes are words like this; the API takes no others. */
const CODE = /^[A-Za-z0-9]{1,64}$/;
