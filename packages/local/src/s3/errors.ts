// The errors of S3, with its own codes and HTTP statuses. They are part of S3's protocol and stay inside the
// stand-in; functions/s3/object-store.ts translates them into AppError on its side of the wire.

/** @see https://docs.aws.amazon.com/AmazonS3/latest/API/ErrorResponses.html */
const statusOf = {
  AccessDenied: 403,
  AccessForbidden: 403,
  AuthorizationHeaderMalformed: 400,
  AuthorizationQueryParametersError: 400,
  BadDigest: 400,
  BadRequest: 400,
  EntityTooLarge: 400,
  ExpiredToken: 400,
  IncompleteBody: 400,
  InternalError: 500,
  InvalidAccessKeyId: 403,
  InvalidArgument: 400,
  InvalidDigest: 400,
  InvalidRange: 416,
  InvalidRequest: 400,
  InvalidTag: 400,
  InvalidToken: 400,
  InvalidURI: 400,
  KeyTooLongError: 400,
  MalformedTrailerError: 400,
  MalformedXML: 400,
  MaxMessageLengthExceeded: 400,
  MetadataTooLarge: 400,
  MethodNotAllowed: 405,
  MissingContentLength: 411,
  NoSuchBucket: 404,
  NoSuchKey: 404,
  NotImplemented: 501,
  PreconditionFailed: 412,
  RequestTimeTooSkewed: 403,
  ServiceUnavailable: 503,
  SignatureDoesNotMatch: 403,
  SlowDown: 503,
  XAmzContentSHA256Mismatch: 400,
} as const;

export type S3ErrorCode = keyof typeof statusOf;

export function isS3ErrorCode(word: string): word is S3ErrorCode {
  return Object.hasOwn(statusOf, word);
}

/** Ends a request with S3's XML error. The message reaches the client: it names rule and value. */
export class S3Error extends Error {
  readonly code: S3ErrorCode;
  readonly status: number;

  constructor(code: S3ErrorCode, message: string) {
    super(message);
    this.name = "S3Error";
    this.code = code;
    this.status = statusOf[code];
  }
}

/** The answer to all that this stand-in does not imitate: a 200 would hide the difference from S3. */
export function notImplemented(what: string): S3Error {
  return new S3Error("NotImplemented", `This stand-in for S3 does not imitate ${what}.`);
}
