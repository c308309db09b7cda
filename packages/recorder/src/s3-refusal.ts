// S3's answers to a PUT in our words. @see https://docs.aws.amazon.com/AmazonS3/latest/API/ErrorResponses.html
import { AppError, type ErrorCode } from "@tapedeck/core/errors";
import { retryAfterMs } from "@tapedeck/core/retry-after";

/** S3's codes that say more than their HTTP status does. */
const MEANING: Readonly<Record<string, ErrorCode>> = {
  // The signer's own credentials ran out before the URL did.
  ExpiredToken: "GRANT_EXPIRED",
  BadDigest: "CHECKSUM_MISMATCH",
  InvalidDigest: "CHECKSUM_MISMATCH",
  XAmzContentChecksumMismatch: "CHECKSUM_MISMATCH",
  PreconditionFailed: "OBJECT_EXISTS",
  // Another PUT of the same key was under way: S3 asks to send it again.
  ConditionalRequestConflict: "SERVICE_UNAVAILABLE",
  OperationAborted: "SERVICE_UNAVAILABLE",
  SlowDown: "THROTTLED",
  RequestTimeout: "TIMEOUT",
  IncompleteBody: "CONNECTION_LOST",
};

/** An answer that is not 2xx. */
export interface Refusal {
  readonly status: number;
  /** S3's XML; may be empty or somebody else's HTML. */
  readonly body: string;
  /** Its `Retry-After`; `null` where there is none, or the bucket's CORS rule does not show it. */
  readonly retryAfter: string | null;
}

/** The error carries S3's code and request id, and nothing of the URL that was used. */
export function refusalError({ status, body, retryAfter }: Refusal): AppError {
  const s3Code = textOf("Code", body);
  const code = meaningOf(status, s3Code, textOf("Message", body));
  const requestId = textOf("RequestId", body);
  const waitMs = retryAfterMs(retryAfter);
  return new AppError(code, `S3 answered the upload with ${status} ${s3Code || "(no code)"}.`, {
    details: {
      status,
      ...(s3Code === "" ? {} : { s3Code }),
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
  return status >= 500 ? "SERVICE_UNAVAILABLE" : "UPLOAD_REFUSED";
}

/** Content of the first such element, if it is as plain as S3's are; a worker has no XML parser. */
function textOf(element: string, xml: string): string {
  return new RegExp(`<${element}>([^<]{1,200})</${element}>`).exec(xml)?.[1] ?? "";
}
