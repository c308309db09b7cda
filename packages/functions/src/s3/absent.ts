// Tells whether S3 refused a request of the SDK because the object does not exist.
import { S3ServiceException } from "@aws-sdk/client-s3";
import { ABSENT_CODES } from "./absent-codes.ts";

/** For requests whose answer has a body, so not for a HEAD. A 403 is no proof: delete nothing because of it. */
export function isAbsent(thrown: unknown): boolean {
  return thrown instanceof S3ServiceException && ABSENT_CODES.has(thrown.name);
}
