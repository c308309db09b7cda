// Every code of the product's errors, with what to do after it and its name on the wire: the part of the catalogue that a browser loads.
// What each means is in error-catalogue.ts.

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

/** Names of tRPC error codes this product uses. @see https://trpc.io/docs/server/error-handling */
export type WireCode =
  | "BAD_REQUEST"
  | "PARSE_ERROR"
  | "UNAUTHORIZED"
  | "FORBIDDEN"
  | "NOT_FOUND"
  | "METHOD_NOT_SUPPORTED"
  | "CONFLICT"
  | "PAYLOAD_TOO_LARGE"
  | "UNPROCESSABLE_CONTENT"
  | "TOO_MANY_REQUESTS"
  | "SERVICE_UNAVAILABLE"
  | "INTERNAL_SERVER_ERROR";

interface CodeEntry {
  readonly retry: RetryDisposition;
  /** The tRPC code on the wire; `null` for errors that arise in the browser and stay there. */
  readonly wire: WireCode | null;
}

const codes = {
  // Input
  INPUT_INVALID: { retry: "never", wire: "BAD_REQUEST" },
  BODY_NOT_JSON: { retry: "never", wire: "PARSE_ERROR" },
  REQUEST_TOO_LARGE: { retry: "never", wire: "PAYLOAD_TOO_LARGE" },
  PROCEDURE_UNKNOWN: { retry: "never", wire: "NOT_FOUND" },
  ROUTE_UNKNOWN: { retry: "never", wire: "NOT_FOUND" },
  METHOD_UNSUPPORTED: { retry: "never", wire: "METHOD_NOT_SUPPORTED" },
  RECORDING_FROM_FUTURE: { retry: "never", wire: "BAD_REQUEST" },
  KEY_INVALID: { retry: "never", wire: "UNPROCESSABLE_CONTENT" },
  WEBM_INVALID: { retry: "never", wire: "UNPROCESSABLE_CONTENT" },

  // Who is asking
  NOT_SIGNED_IN: { retry: "sign-in", wire: "UNAUTHORIZED" },
  TOKEN_EXPIRED: { retry: "sign-in", wire: "UNAUTHORIZED" },
  TOKEN_REFUSED: { retry: "sign-in", wire: "UNAUTHORIZED" },
  IDENTITY_REFUSED: { retry: "never", wire: "FORBIDDEN" },
  SCOPE_MISSING: { retry: "never", wire: "FORBIDDEN" },
  ORIGIN_REFUSED: { retry: "never", wire: "FORBIDDEN" },
  SIGN_IN_FAILED: { retry: "sign-in", wire: "UNAUTHORIZED" },
  COOKIES_BLOCKED: { retry: "sign-in", wire: "UNAUTHORIZED" },
  COOKIE_TOO_LARGE: { retry: "backoff", wire: "FORBIDDEN" },
  SIGN_IN_CANCELLED: { retry: "sign-in", wire: "UNAUTHORIZED" },

  // Between browser and bucket
  OFFLINE: { retry: "wait-online", wire: null },
  CONNECTION_LOST: { retry: "backoff", wire: null },
  TIMEOUT: { retry: "backoff", wire: null },
  GRANT_EXPIRED: { retry: "presign-again", wire: null },
  UPLOAD_REFUSED: { retry: "rehash", wire: null },
  BUCKET_BLOCKED: { retry: "backoff", wire: null },
  SERVICE_BLOCKED: { retry: "backoff", wire: null },
  CHECKSUM_MISMATCH: { retry: "rehash", wire: null },
  CHECKSUM_ABSENT: { retry: "backoff", wire: "SERVICE_UNAVAILABLE" },
  OBJECT_EXISTS: { retry: "verify", wire: "CONFLICT" },

  // The whole recording
  RECORDING_INCOMPLETE: { retry: "backoff", wire: "UNPROCESSABLE_CONTENT" },
  RECORDING_ALTERED: { retry: "person", wire: "CONFLICT" },
  RECORDING_SEALED: { retry: "person", wire: "CONFLICT" },
  RECORDING_NOT_FOUND: { retry: "never", wire: "NOT_FOUND" },
  RECORDING_CHANGING: { retry: "backoff", wire: "CONFLICT" },
  RECORDING_DELETED: { retry: "never", wire: "CONFLICT" },
  MANIFEST_INVALID: { retry: "person", wire: "CONFLICT" },

  // What we depend on
  THROTTLED: { retry: "backoff", wire: "TOO_MANY_REQUESTS" },
  SERVICE_UNAVAILABLE: { retry: "backoff", wire: "SERVICE_UNAVAILABLE" },

  // The device
  MIC_DENIED: { retry: "person", wire: null },
  MIC_ABSENT: { retry: "person", wire: null },
  MIC_BUSY: { retry: "person", wire: null },
  MIC_LOST: { retry: "person", wire: null },
  AUDIO_SUSPENDED: { retry: "person", wire: null },
  APP_UPDATED: { retry: "person", wire: null },
  APP_INCOMPLETE: { retry: "person", wire: null },
  RECORDING_UNSUPPORTED: { retry: "person", wire: null },
  ENCODER_FAILED: { retry: "person", wire: null },
  RECORDING_TOO_LONG: { retry: "person", wire: null },
  STORAGE_FULL: { retry: "person", wire: null },
  STORAGE_FAILED: { retry: "backoff", wire: null },
  SEGMENT_DAMAGED: { retry: "never", wire: null },
  SEGMENT_MISSING: { retry: "backoff", wire: null },

  // A bug: its message goes to the log and never to the caller
  INTERNAL: { retry: "backoff", wire: "INTERNAL_SERVER_ERROR" },
} as const satisfies Record<string, CodeEntry>;

export type ErrorCode = keyof typeof codes;

export const ERROR_CODES: Readonly<Record<ErrorCode, CodeEntry>> = codes;

/** Whether a string received from elsewhere is one of our codes. */
export function isErrorCode(code: unknown): code is ErrorCode {
  return typeof code === "string" && Object.hasOwn(codes, code);
}
