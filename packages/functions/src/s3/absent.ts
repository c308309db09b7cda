// Tells whether S3 refused a request because the object does not exist.
import { S3ServiceException } from "@aws-sdk/client-s3";

/**
 * Our roles may list under a prefix or not at all, so S3 answers 403 where no object is: it does not say
 * whether the key exists.
 *
 * @see https://docs.aws.amazon.com/AmazonS3/latest/API/API_GetObject.html (Permissions)
 */
const ABSENT: ReadonlySet<string> = new Set(["NoSuchKey", "AccessDenied"]);

/** For requests whose answer has a body, so not for a HEAD. A 403 is no proof: delete nothing because of it. */
export function isAbsent(thrown: unknown): boolean {
  return thrown instanceof S3ServiceException && ABSENT.has(thrown.name);
}
