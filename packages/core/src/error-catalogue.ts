// The one catalogue of errors. Adapters translate failures of the outside world into these codes; sentences
// for people are in the web app's messages.ts, by the same codes. What a program does
// after each is in error-codes.ts.
import type { ErrorCode } from "./error-codes.ts";

export type { ErrorCode } from "./error-codes.ts";

interface CatalogueEntry {
  /** One sentence, for the reference in docs/errors.md. */
  readonly happened: string;
  /** Who can repair it. `nobody`: it passes by itself, or cannot be undone. */
  readonly mendedBy: "caller" | "person" | "operator" | "nobody";
}

/** Every code with its meaning. docs/errors.md is printed from it. */
export const errorCatalogue: Readonly<Record<ErrorCode, CatalogueEntry>> = {
  // Input
  INPUT_INVALID: { happened: "A field breaks a rule of the contract.", mendedBy: "caller" },
  BODY_NOT_JSON: { happened: "The request body is not JSON.", mendedBy: "caller" },
  REQUEST_TOO_LARGE: { happened: "The request body is above the limit.", mendedBy: "caller" },
  PROCEDURE_UNKNOWN: { happened: "There is no procedure of that name.", mendedBy: "caller" },
  ROUTE_UNKNOWN: { happened: "There is nothing at that address.", mendedBy: "caller" },
  METHOD_UNSUPPORTED: {
    happened: "The address exists, but not for this HTTP method.",
    mendedBy: "caller",
  },
  RECORDING_FROM_FUTURE: {
    happened: "The recording id is dated more than a day ahead of the server's clock.",
    mendedBy: "person",
  },
  KEY_INVALID: {
    happened: "An object key does not follow the layout of the bucket.",
    mendedBy: "caller",
  },
  WEBM_INVALID: {
    happened: "The bytes are not a WebM/Opus file that this product can read.",
    mendedBy: "caller",
  },

  // Who is asking
  NOT_SIGNED_IN: { happened: "The request carries no access token.", mendedBy: "person" },
  TOKEN_EXPIRED: { happened: "The access token has expired.", mendedBy: "caller" },
  TOKEN_REFUSED: {
    happened: "The access token is not of this app: signature, issuer, client or use is wrong.",
    mendedBy: "caller",
  },
  IDENTITY_REFUSED: {
    happened:
      "A claim that becomes part of an object key holds characters that keys must not have.",
    mendedBy: "operator",
  },
  SCOPE_MISSING: {
    happened: "The access token was not given the scope that this procedure needs.",
    mendedBy: "caller",
  },
  ORIGIN_REFUSED: {
    happened: "The request comes from a site that is not on the allow-list.",
    mendedBy: "caller",
  },
  SIGN_IN_FAILED: { happened: "The sign-in could not be completed.", mendedBy: "person" },
  COOKIES_BLOCKED: {
    happened:
      "The browser sent no cookie back: it keeps none for this site, or the sign-in began elsewhere.",
    mendedBy: "person",
  },
  COOKIE_TOO_LARGE: { happened: "No cookie can hold the session.", mendedBy: "operator" },
  SIGN_IN_CANCELLED: {
    happened: "The person, or the provider they chose, ended the sign-in.",
    mendedBy: "person",
  },
  NOT_INVITED: {
    happened: "A first sign-in was refused: the owner has not invited the address.",
    mendedBy: "operator",
  },
  EMAIL_UNVERIFIED: {
    happened: "A first sign-in was refused: the provider has not verified the address.",
    mendedBy: "person",
  },

  // Between browser and bucket
  OFFLINE: { happened: "The device has no network.", mendedBy: "person" },
  CONNECTION_LOST: { happened: "The connection broke before an answer came.", mendedBy: "nobody" },
  TIMEOUT: { happened: "No answer came in time.", mendedBy: "nobody" },
  GRANT_EXPIRED: { happened: "The presigned URL is past its expiry.", mendedBy: "nobody" },
  UPLOAD_REFUSED: {
    happened: "The bucket refused the upload, in S3's own words.",
    mendedBy: "operator",
  },
  BUCKET_BLOCKED: {
    happened:
      "The API answers, but something between the browser and the bucket does not let the upload through.",
    mendedBy: "operator",
  },
  SERVICE_BLOCKED: {
    happened: "Something between the browser and the API answered in the API's place.",
    mendedBy: "person",
  },
  CHECKSUM_MISMATCH: {
    happened: "S3 received bytes that do not have the announced SHA-256.",
    mendedBy: "nobody",
  },
  CHECKSUM_ABSENT: {
    happened: "The store gives no SHA-256 of an object, so the object cannot be verified.",
    mendedBy: "operator",
  },
  OBJECT_EXISTS: {
    happened: "Another object is already stored under this key; nothing was overwritten.",
    mendedBy: "person",
  },

  // The whole recording
  RECORDING_INCOMPLETE: {
    happened: "Segments that the manifest would name are not in the bucket.",
    mendedBy: "person",
  },
  RECORDING_ALTERED: {
    happened: "Segments in the bucket are not the ones that the manifest would name.",
    mendedBy: "person",
  },
  RECORDING_SEALED: {
    happened: "The recording is sealed already, and with other segments than these.",
    mendedBy: "person",
  },
  RECORDING_NOT_FOUND: {
    happened: "There is no sealed recording, and no upload, of that id under your prefix.",
    mendedBy: "caller",
  },
  RECORDING_CHANGING: { happened: "Other requests keep changing it.", mendedBy: "caller" },
  RECORDING_DELETED: { happened: "The recording was deleted.", mendedBy: "nobody" },
  MANIFEST_INVALID: {
    happened: "The object in the place of the recording's manifest is not a manifest.",
    mendedBy: "person",
  },

  // What a person may store
  QUOTA_EXCEEDED: {
    happened: "The person has stored as much as the owner of the bucket allows.",
    mendedBy: "person",
  },

  // What we depend on
  THROTTLED: { happened: "Too many requests for the moment.", mendedBy: "nobody" },
  SERVICE_UNAVAILABLE: {
    happened: "The service, or one that it needs, does not answer for the moment.",
    mendedBy: "nobody",
  },

  // The device
  MIC_DENIED: { happened: "The browser or the person refused the microphone.", mendedBy: "person" },
  MIC_ABSENT: { happened: "No microphone was found.", mendedBy: "person" },
  MIC_BUSY: {
    happened: "The microphone could not be started, or gave no sound.",
    mendedBy: "person",
  },
  MIC_LOST: { happened: "The microphone went away while recording.", mendedBy: "person" },
  AUDIO_SUSPENDED: {
    happened: "The browser did not let its audio run, so no sound came from the microphone.",
    mendedBy: "person",
  },
  APP_UPDATED: {
    happened: "A file of the page is gone: the app was updated since the page was loaded.",
    mendedBy: "person",
  },
  APP_INCOMPLETE: { happened: "A file of the page could not be loaded.", mendedBy: "person" },
  RECORDING_UNSUPPORTED: {
    happened: "This browser lacks what recording needs.",
    mendedBy: "person",
  },
  ENCODER_FAILED: { happened: "The browser's audio encoder failed.", mendedBy: "person" },
  RECORDING_TOO_LONG: {
    happened: "The recording has as many segments as a manifest may name, or a day is over.",
    mendedBy: "person",
  },
  STORAGE_FULL: { happened: "This device has no room left for sound.", mendedBy: "person" },
  STORAGE_FAILED: { happened: "This device failed to store or to read data.", mendedBy: "person" },
  SEGMENT_DAMAGED: {
    happened: "This device has lost a part of a segment that is not in the bucket.",
    mendedBy: "person",
  },
  SEGMENT_MISSING: {
    happened: "A segment is neither on this device nor in the bucket.",
    mendedBy: "person",
  },

  // A bug: its message goes to the log and never to the caller
  INTERNAL: { happened: "Something broke on our side.", mendedBy: "operator" },
};
