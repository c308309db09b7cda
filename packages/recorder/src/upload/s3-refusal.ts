// The answers to a PUT in our words: S3's own, and what somebody else answers in S3's place.
// @see https://docs.aws.amazon.com/AmazonS3/latest/API/ErrorResponses.html
import type { ErrorCode } from "@tapedeck/core/error-codes";
import { AppError } from "@tapedeck/core/errors";
import { foreignAnswerError, waitOf } from "@tapedeck/core/foreign-answer";

/** S3's codes that say more than that it refuses. */
const MEANING: Readonly<Record<string, ErrorCode>> = {
  // The signer's own credentials ran out before the URL did.
  ExpiredToken: "GRANT_EXPIRED",
  BadDigest: "CHECKSUM_MISMATCH",
  InvalidDigest: "CHECKSUM_MISMATCH",
  XAmzContentChecksumMismatch: "CHECKSUM_MISMATCH",
  // Another PUT of the same key was under way: S3 asks to send it again.
  ConditionalRequestConflict: "SERVICE_UNAVAILABLE",
  OperationAborted: "SERVICE_UNAVAILABLE",
  SlowDown: "THROTTLED",
  RequestTimeout: "TIMEOUT",
  IncompleteBody: "CONNECTION_LOST",
};

export interface PutAnswer {
  readonly status: number;
  /** S3's XML; may be empty or somebody else's HTML. */
  readonly body: string;
  /** Its `Retry-After`; `null` where there is none, or the bucket's CORS rule does not show it. */
  readonly retryAfter: string | null;
}

/**
 * What went wrong, if anything did. S3 confirms a PUT with 200 and an empty body: a page with words in
 * it is somebody else's. An empty 200 may be too, which verifying finds out.
 *
 * The error carries S3's code and request id, and nothing of the URL that was used.
 */
export function refusalOf(answer: PutAnswer): AppError | undefined {
  const { status, body, retryAfter } = answer;
  if (status === 200 && body.trim() === "") return undefined;
  const s3Code = S3_ERROR.test(body) ? textOf("Code", body) : "";
  if (s3Code !== "") return refusedByS3(s3Code, answer);
  // Only asking tells whether S3 said that: verify does.
  if (status === 412) return new AppError("OBJECT_EXISTS", "The upload was answered with 412.");
  return foreignAnswerError("bucket", { status, retryAfter });
}

/** The root of S3's error document. Its compatible stores write the same one. */
const S3_ERROR = /^\s*(<\?xml[^>]*\?>\s*)?<Error[\s>]/;

function refusedByS3(s3Code: string, { status, body, retryAfter }: PutAnswer): AppError {
  const code = meaningOf(status, s3Code, textOf("Message", body));
  const requestId = textOf("RequestId", body);
  const waitMs = waitOf(code, retryAfter);
  return new AppError(code, `S3 answered the upload with ${status} ${s3Code}.`, {
    details: {
      status,
      s3Code,
      ...(requestId === "" ? {} : { requestId }),
      ...(waitMs === undefined ? {} : { retryAfterMs: waitMs }),
    },
  });
}

function meaningOf(status: number, s3Code: string, message: string): ErrorCode {
  // An expired URL and a wrong one are both AccessDenied: only the sentence tells them apart.
  if (s3Code === "AccessDenied" && /expired/i.test(message)) return "GRANT_EXPIRED";
  if (Object.hasOwn(MEANING, s3Code)) return MEANING[s3Code] ?? "UPLOAD_REFUSED";
  if (status === 412) return "OBJECT_EXISTS";
  if (status === 429) return "THROTTLED";
  if (status === 408) return "TIMEOUT";
  // 501 is a store that cannot do what the grant asks for: its owner must hear of it.
  return status >= 500 && status !== 501 ? "SERVICE_UNAVAILABLE" : "UPLOAD_REFUSED";
}

/** Content of the first such element, if it is as plain as S3's are; a worker has no XML parser. */
function textOf(element: string, xml: string): string {
  return new RegExp(`<${element}>([^<]{1,200})</${element}>`).exec(xml)?.[1] ?? "";
}
