// The one catalogue of errors. Adapters translate failures of the outside world into these codes; sentences
// for people are in the web app's messages.ts, by the same codes. Over 250 lines: it is one table.

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

interface CatalogueEntry {
  /** One sentence, for the reference in docs/errors.md. */
  readonly happened: string;
  /** Who can repair it. `nobody`: it passes by itself, or cannot be undone. */
  readonly mendedBy: "caller" | "person" | "operator" | "nobody";
  readonly retry: RetryDisposition;
  /** The tRPC code on the wire; `null` for errors that arise in the browser and stay there. */
  readonly wire: WireCode | null;
}

const entry = (
  happened: string,
  mendedBy: CatalogueEntry["mendedBy"],
  retry: RetryDisposition,
  wire: WireCode | null,
): CatalogueEntry => ({ happened, mendedBy, retry, wire });

const catalogue = {
  // Input
  INPUT_INVALID: entry("A field breaks a rule of the contract.", "caller", "never", "BAD_REQUEST"),
  BODY_NOT_JSON: entry("The request body is not JSON.", "caller", "never", "PARSE_ERROR"),
  REQUEST_TOO_LARGE: entry(
    "The request body is above the limit.",
    "caller",
    "never",
    "PAYLOAD_TOO_LARGE",
  ),
  PROCEDURE_UNKNOWN: entry("There is no procedure of that name.", "caller", "never", "NOT_FOUND"),
  ROUTE_UNKNOWN: entry("There is nothing at that address.", "caller", "never", "NOT_FOUND"),
  METHOD_UNSUPPORTED: entry(
    "The address exists, but not for this HTTP method.",
    "caller",
    "never",
    "METHOD_NOT_SUPPORTED",
  ),
  RECORDING_FROM_FUTURE: entry(
    "The recording id is dated more than a day ahead of the server's clock.",
    "person",
    "never",
    "BAD_REQUEST",
  ),
  KEY_INVALID: entry(
    "An object key does not follow the layout of the bucket.",
    "caller",
    "never",
    "UNPROCESSABLE_CONTENT",
  ),
  WEBM_INVALID: entry(
    "The bytes are not a WebM/Opus file that this product can read.",
    "caller",
    "never",
    "UNPROCESSABLE_CONTENT",
  ),

  // Who is asking
  NOT_SIGNED_IN: entry("The request carries no access token.", "person", "sign-in", "UNAUTHORIZED"),
  TOKEN_EXPIRED: entry("The access token has expired.", "caller", "sign-in", "UNAUTHORIZED"),
  TOKEN_REFUSED: entry(
    "The access token is not of this app: signature, issuer, client or use is wrong.",
    "caller",
    "sign-in",
    "UNAUTHORIZED",
  ),
  IDENTITY_REFUSED: entry(
    "A claim that becomes part of an object key holds characters that keys must not have.",
    "operator",
    "never",
    "FORBIDDEN",
  ),
  SCOPE_MISSING: entry(
    "The access token was not given the scope that this procedure needs.",
    "caller",
    "never",
    "FORBIDDEN",
  ),
  ORIGIN_REFUSED: entry(
    "The request comes from a site that is not on the allow-list.",
    "caller",
    "never",
    "FORBIDDEN",
  ),
  SIGN_IN_FAILED: entry("The sign-in could not be completed.", "person", "sign-in", "UNAUTHORIZED"),
  COOKIES_BLOCKED: entry(
    "The browser sent no cookie back: it keeps none for this site, or the sign-in began elsewhere.",
    "person",
    "sign-in",
    "UNAUTHORIZED",
  ),
  COOKIE_TOO_LARGE: entry("No cookie can hold the session.", "operator", "backoff", "FORBIDDEN"),
  SIGN_IN_CANCELLED: entry(
    "The person, or the provider they chose, ended the sign-in.",
    "person",
    "sign-in",
    "UNAUTHORIZED",
  ),

  // Between browser and bucket
  OFFLINE: entry("The device has no network.", "person", "wait-online", null),
  CONNECTION_LOST: entry("The connection broke before an answer came.", "nobody", "backoff", null),
  TIMEOUT: entry("No answer came in time.", "nobody", "backoff", null),
  GRANT_EXPIRED: entry("The presigned URL is past its expiry.", "nobody", "presign-again", null),
  UPLOAD_REFUSED: entry(
    "The bucket refused the upload, in S3's own words.",
    "operator",
    "rehash",
    null,
  ),
  BUCKET_BLOCKED: entry(
    "The API answers, but something between the browser and the bucket does not let the upload through.",
    "operator",
    "backoff",
    null,
  ),
  SERVICE_BLOCKED: entry(
    "Something between the browser and the API answered in the API's place.",
    "person",
    "backoff",
    null,
  ),
  CHECKSUM_MISMATCH: entry(
    "S3 received bytes that do not have the announced SHA-256.",
    "nobody",
    "rehash",
    null,
  ),
  CHECKSUM_ABSENT: entry(
    "The store gives no SHA-256 of an object, so the object cannot be verified.",
    "operator",
    "backoff",
    "SERVICE_UNAVAILABLE",
  ),
  OBJECT_EXISTS: entry(
    "Another object is already stored under this key; nothing was overwritten.",
    "person",
    "verify",
    "CONFLICT",
  ),

  // The whole recording
  RECORDING_INCOMPLETE: entry(
    "Segments that the manifest would name are not in the bucket.",
    "person",
    "backoff",
    "UNPROCESSABLE_CONTENT",
  ),
  RECORDING_ALTERED: entry(
    "Segments in the bucket are not the ones that the manifest would name.",
    "person",
    "person",
    "CONFLICT",
  ),
  RECORDING_SEALED: entry(
    "The recording is sealed already, and with other segments than these.",
    "person",
    "person",
    "CONFLICT",
  ),
  RECORDING_NOT_FOUND: entry(
    "There is no sealed recording, and no upload, of that id under your prefix.",
    "caller",
    "never",
    "NOT_FOUND",
  ),
  RECORDING_CHANGING: entry("Other requests keep changing it.", "caller", "backoff", "CONFLICT"),
  RECORDING_DELETED: entry("The recording was deleted.", "nobody", "never", "CONFLICT"),
  MANIFEST_INVALID: entry(
    "The object in the place of the recording's manifest is not a manifest.",
    "person",
    "person",
    "CONFLICT",
  ),

  // What we depend on
  THROTTLED: entry("Too many requests for the moment.", "nobody", "backoff", "TOO_MANY_REQUESTS"),
  SERVICE_UNAVAILABLE: entry(
    "The service, or one that it needs, does not answer for the moment.",
    "nobody",
    "backoff",
    "SERVICE_UNAVAILABLE",
  ),

  // The device
  MIC_DENIED: entry("The browser or the person refused the microphone.", "person", "person", null),
  MIC_ABSENT: entry("No microphone was found.", "person", "person", null),
  MIC_BUSY: entry(
    "The microphone could not be started, or gave no sound.",
    "person",
    "person",
    null,
  ),
  MIC_LOST: entry("The microphone went away while recording.", "person", "person", null),
  AUDIO_SUSPENDED: entry(
    "The browser did not let its audio run, so no sound came from the microphone.",
    "person",
    "person",
    null,
  ),
  APP_UPDATED: entry(
    "A file of the page is gone: the app was updated since the page was loaded.",
    "person",
    "person",
    null,
  ),
  APP_INCOMPLETE: entry("A file of the page could not be loaded.", "person", "person", null),
  RECORDING_UNSUPPORTED: entry(
    "This browser lacks what recording needs.",
    "person",
    "person",
    null,
  ),
  ENCODER_FAILED: entry("The browser's audio encoder failed.", "person", "person", null),
  RECORDING_TOO_LONG: entry(
    "The recording has as many segments as a manifest may name, or a day is over.",
    "person",
    "person",
    null,
  ),
  STORAGE_FULL: entry("This device has no room left for sound.", "person", "person", null),
  STORAGE_FAILED: entry("This device failed to store or to read data.", "person", "backoff", null),
  SEGMENT_DAMAGED: entry(
    "This device has lost a part of a segment that is not in the bucket.",
    "person",
    "never",
    null,
  ),
  SEGMENT_MISSING: entry(
    "A segment is neither on this device nor in the bucket.",
    "person",
    "backoff",
    null,
  ),

  // A bug: its message goes to the log and never to the caller
  INTERNAL: entry("Something broke on our side.", "operator", "backoff", "INTERNAL_SERVER_ERROR"),
} as const satisfies Record<string, CatalogueEntry>;

export type ErrorCode = keyof typeof catalogue;

/** Every code with its meaning. docs/errors.md is printed from it, and every retry decision reads it. */
export const errorCatalogue: Readonly<Record<ErrorCode, CatalogueEntry>> = catalogue;

/** Whether a string received from elsewhere is one of our codes. */
export function isErrorCode(code: unknown): code is ErrorCode {
  return typeof code === "string" && Object.hasOwn(catalogue, code);
}
