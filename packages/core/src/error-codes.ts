// Every code of the product's errors, with what to do after it. Browsers load this much of the catalogue. What
// each means is in error-catalogue.ts, its name on the wire in wire-codes.ts.

/**
 * The next step that may help against an error. The retry loop reads only this.
 *
 * - `never`: the same request will fail again; change it first.
 * - `sign-in`: a fresh access token may cure it.
 * - `presign-again`: the grant is spent; ask for a new one.
 * - `rehash`: the bytes were damaged, or differ from those that were signed; read them anew, then try again.
 * - `verify`: an object is stored under the key; ask the server whether it is ours.
 * - `wait-online`: the network is gone; waiting costs no attempt.
 * - `backoff`: try again later, spaced out.
 * - `person`: a person has to act (allow the microphone, free a disk).
 */
export type RetryDisposition =
  | "never"
  | "sign-in"
  | "presign-again"
  | "rehash"
  | "verify"
  | "wait-online"
  | "backoff"
  | "person";

/** Over the API. The tRPC code of each is in wire-codes.ts. */
const apiCodes = {
  // Input
  INPUT_INVALID: "never",
  BODY_NOT_JSON: "never",
  REQUEST_TOO_LARGE: "never",
  PROCEDURE_UNKNOWN: "never",
  ROUTE_UNKNOWN: "never",
  METHOD_UNSUPPORTED: "never",
  RECORDING_FROM_FUTURE: "never",
  KEY_INVALID: "never",
  WEBM_INVALID: "never",

  // Who is asking
  NOT_SIGNED_IN: "sign-in",
  TOKEN_EXPIRED: "sign-in",
  TOKEN_REFUSED: "sign-in",
  IDENTITY_REFUSED: "never",
  SCOPE_MISSING: "never",
  ORIGIN_REFUSED: "never",
  SIGN_IN_FAILED: "sign-in",
  COOKIES_BLOCKED: "sign-in",
  COOKIE_TOO_LARGE: "backoff",
  SIGN_IN_CANCELLED: "sign-in",
  NOT_INVITED: "never",
  EMAIL_UNVERIFIED: "person",

  // Between browser and bucket
  CHECKSUM_ABSENT: "backoff",
  OBJECT_EXISTS: "verify",

  // The whole recording
  RECORDING_INCOMPLETE: "backoff",
  RECORDING_ALTERED: "person",
  RECORDING_SEALED: "person",
  RECORDING_NOT_FOUND: "never",
  RECORDING_CHANGING: "backoff",
  RECORDING_DELETED: "never",
  MANIFEST_INVALID: "person",

  // What a person may store
  QUOTA_EXCEEDED: "backoff",

  // What we depend on
  THROTTLED: "backoff",
  SERVICE_UNAVAILABLE: "backoff",

  // A bug: its message goes to the log and never to the caller
  INTERNAL: "backoff",
} as const satisfies Record<string, RetryDisposition>;

/** These arise in the browser and stay there. */
const browserCodes = {
  // Between browser and bucket
  OFFLINE: "wait-online",
  CONNECTION_LOST: "backoff",
  TIMEOUT: "backoff",
  GRANT_EXPIRED: "presign-again",
  UPLOAD_REFUSED: "rehash",
  BUCKET_BLOCKED: "backoff",
  SERVICE_BLOCKED: "backoff",
  CHECKSUM_MISMATCH: "rehash",

  // The device
  MIC_DENIED: "person",
  MIC_ABSENT: "person",
  MIC_BUSY: "person",
  MIC_LOST: "person",
  AUDIO_SUSPENDED: "person",
  APP_UPDATED: "person",
  APP_INCOMPLETE: "person",
  RECORDING_UNSUPPORTED: "person",
  ENCODER_FAILED: "person",
  RECORDING_TOO_LONG: "person",
  STORAGE_FULL: "person",
  STORAGE_FAILED: "backoff",
  SEGMENT_DAMAGED: "never",
  SEGMENT_MISSING: "backoff",
} as const satisfies Record<string, RetryDisposition>;

const codes = { ...apiCodes, ...browserCodes };

export type ApiErrorCode = keyof typeof apiCodes;
export type ErrorCode = keyof typeof codes;

export const DISPOSITIONS: Readonly<Record<ErrorCode, RetryDisposition>> = codes;

/** Whether a string received from elsewhere is one of our codes. */
export function isErrorCode(code: unknown): code is ErrorCode {
  return isKeyOf(codes, code);
}

/** Whether it is a code that our API sends. */
export function isApiErrorCode(code: unknown): code is ApiErrorCode {
  return isKeyOf(apiCodes, code);
}

function isKeyOf<Table extends object>(table: Table, key: unknown): key is keyof Table {
  return typeof key === "string" && Object.hasOwn(table, key);
}
