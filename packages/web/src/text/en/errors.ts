// The sentences for each code of the catalogue: what happened, and what to do. A code without a sentence
// does not compile.
import type { ErrorCode } from "@tapedeck/core/error-codes";
import type { Message } from "../message.ts";

const message = (happened: string, toDo: string): Message => ({ happened, toDo });

/** Bugs of the app: the person did not cause them and cannot fix them. */
const OURS = message(
  "Something went wrong in Tapedeck.",
  "Try again; if it stays, tell whoever runs it.",
);
const SIGN_IN = message("You are signed out.", "Sign in again; what you recorded waits here.");

export const errorWords: Readonly<Record<ErrorCode, Message>> = {
  INPUT_INVALID: OURS,
  BODY_NOT_JSON: OURS,
  REQUEST_TOO_LARGE: OURS,
  PROCEDURE_UNKNOWN: message("This page is older than the service.", "Reload the page."),
  ROUTE_UNKNOWN: message("This page is older than the service.", "Reload the page."),
  METHOD_UNSUPPORTED: OURS,
  RECORDING_FROM_FUTURE: message(
    "This device's clock is more than a day ahead.",
    "Set the clock right, then record again.",
  ),
  KEY_INVALID: OURS,
  WEBM_INVALID: OURS,
  NOT_SIGNED_IN: SIGN_IN,
  TOKEN_EXPIRED: SIGN_IN,
  TOKEN_REFUSED: SIGN_IN,
  IDENTITY_REFUSED: message(
    "Your account has a name that cannot be used here.",
    "Ask whoever runs this Tapedeck to look at your account.",
  ),
  ORIGIN_REFUSED: message("This page is not allowed to use the service.", "Open Tapedeck itself."),
  SCOPE_MISSING: message(
    "Your sign-in does not allow this.",
    "Sign out, sign in again; if it stays, tell whoever runs this Tapedeck.",
  ),
  SIGN_IN_CANCELLED: message("The sign-in was ended before it was done.", "Sign in when you like."),
  NOT_INVITED: message(
    "This account has not been invited.",
    "Ask the owner of this Tapedeck for an invitation to the address that you sign in with.",
  ),
  EMAIL_UNVERIFIED: message(
    "The service that you sign in with has not verified your email address.",
    "Confirm the address there, then sign in again.",
  ),
  COOKIES_BLOCKED: message(
    "This browser keeps no cookies for this page, and signing in needs one.",
    "Allow cookies for this site in the browser's settings, then sign in again from this page.",
  ),
  COOKIE_TOO_LARGE: message(
    "Your sign-in is too long for this browser to keep.",
    "Tell whoever runs this Tapedeck: its sign-in service gives too long a token.",
  ),
  SIGN_IN_FAILED: message("Signing in did not work.", "Try again from this page."),
  OFFLINE: message("You are offline.", "Nothing to do: it goes on when the network is back."),
  CONNECTION_LOST: message("The connection broke.", "Nothing to do: it is tried again by itself."),
  TIMEOUT: message(
    "The network is too slow just now.",
    "Nothing to do: it is tried again by itself.",
  ),
  GRANT_EXPIRED: message(
    "The permission to upload had run out.",
    "Nothing to do: a new one is asked for by itself.",
  ),
  UPLOAD_REFUSED: message(
    "Your bucket refuses the upload.",
    "It is tried again by itself. If it stays, tell whoever runs this Tapedeck.",
  ),
  BUCKET_BLOCKED: message(
    "Something between this browser and your bucket refuses the upload.",
    "It is tried again by itself. If another network does not help, tell whoever runs this Tapedeck.",
  ),
  SERVICE_BLOCKED: message(
    "Something between this browser and Tapedeck answers in its place.",
    "It is tried again by itself. If this network wants you to sign in, do that.",
  ),
  CHECKSUM_MISMATCH: message("The upload was damaged on its way.", "It is tried again by itself."),
  CHECKSUM_ABSENT: message(
    "Your bucket gives no checksum, so the upload cannot be verified.",
    "This device keeps its copy. Tell whoever runs this Tapedeck.",
  ),
  OBJECT_EXISTS: message(
    "Something else is stored under this name.",
    "Nothing was overwritten. Tell whoever runs this Tapedeck.",
  ),
  RECORDING_INCOMPLETE: message(
    "Some segments are missing in your bucket.",
    "Tapedeck looks for them again by itself. Tell whoever runs this Tapedeck.",
  ),
  RECORDING_ALTERED: message(
    "Some segments in the bucket were changed by somebody.",
    "Nothing was overwritten. Tell whoever runs this Tapedeck.",
  ),
  RECORDING_NOT_FOUND: message(
    "That recording is not in your bucket.",
    "Look for it in the list again.",
  ),
  RECORDING_CHANGING: message(
    "This recording is being changed from several places at once.",
    "Try again in a moment.",
  ),
  RECORDING_DELETED: message(
    "This recording was deleted from your bucket.",
    "No more of it is uploaded. Download what is still on this device if you want to keep it.",
  ),
  MANIFEST_INVALID: message(
    "What lists the segments of this recording in your bucket is damaged.",
    "Tell whoever runs this Tapedeck; your sound is still there.",
  ),
  RECORDING_SEALED: message(
    "This recording was finished before, with other segments.",
    "Nothing was overwritten. Tell whoever runs this Tapedeck.",
  ),
  QUOTA_EXCEEDED: message(
    "Your storage is full.",
    "This goes to your bucket by itself once you delete something or the owner gives you more room.",
  ),
  THROTTLED: message("The service is busy.", "Nothing to do: it is tried again by itself."),
  SERVICE_UNAVAILABLE: message(
    "Tapedeck or your bucket is away for the moment.",
    "Nothing to do: it is tried again by itself.",
  ),
  MIC_DENIED: message(
    "The microphone is not allowed.",
    "Allow it for this site (the icon beside the address), then press Record again.",
  ),
  MIC_ABSENT: message(
    "No microphone was found.",
    "Connect one, or choose another, then press Record.",
  ),
  MIC_BUSY: message(
    "The microphone gives no sound.",
    "Another program may hold it: close calls and other recorders, then press Record again.",
  ),
  MIC_LOST: message(
    "The microphone went away.",
    "It did not come back. What was recorded until then is kept. Connect it again and press Record.",
  ),
  AUDIO_SUSPENDED: message(
    "This browser did not start its audio.",
    "Firefox needs a sound output for it: connect headphones or speakers. Then press Record again, or use another browser.",
  ),
  APP_UPDATED: message(
    "Tapedeck was updated since this page was opened.",
    "Reload the page, then press Record again. What is recorded stays.",
  ),
  APP_INCOMPLETE: message(
    "A part of Tapedeck could not be loaded.",
    "Reload the page once the network is there, then press Record again. What is recorded stays.",
  ),
  RECORDING_UNSUPPORTED: message(
    "This browser cannot record here.",
    "Use a current Chrome, Edge, Firefox or Safari, over HTTPS.",
  ),
  ENCODER_FAILED: message(
    "The browser's audio encoder failed.",
    "What was recorded until then is kept. Reload the page and record again.",
  ),
  RECORDING_TOO_LONG: message(
    "The recording is as long as one can be.",
    "All of it is kept. Press Record to go on in a new one. A recording may last 24 hours, with short segments less.",
  ),
  STORAGE_FULL: message(
    "This device is full.",
    "What was recorded until now is kept. Free some space, then press Record again.",
  ),
  STORAGE_FAILED: message(
    "This device could not store or read the sound.",
    "Reload the page. What was stored until then is kept.",
  ),
  SEGMENT_DAMAGED: message(
    "This device has lost a part of this segment.",
    "Download what is left of it, and tell whoever runs this Tapedeck.",
  ),
  SEGMENT_MISSING: message(
    "This segment is neither on this device nor in your bucket.",
    "It is looked for again by itself. Tell whoever runs this Tapedeck.",
  ),
  INTERNAL: OURS,
};
