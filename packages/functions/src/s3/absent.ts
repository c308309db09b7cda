// Whether S3 has refused a request because the object is not there.
import { S3ServiceException } from "@aws-sdk/client-s3";

/**
 * Our roles may list under a prefix or not at all, so S3 answers 403 where no object is: it does not say
 * whether the key exists.
 *
 * @see https://docs.aws.amazon.com/AmazonS3/latest/API/API_GetObject.html (Permissions)
 */
const ABSENT: ReadonlySet<string> = new Set(["NoSuchKey", "AccessDenied"]);

/** Of a request whose answer has a body, which a HEAD's has not. Nothing may be deleted on this word. */
export function isAbsent(thrown: unknown): boolean {
  return thrown instanceof S3ServiceException && ABSENT.has(thrown.name);
}
