// The codes by which S3 says that an object does not exist.

/**
 * Our roles may list under a prefix or not at all, so S3 answers 403 where no object is: it does not say
 * whether the key exists. A 403 is no proof, so delete nothing because of it.
 *
 * @see https://docs.aws.amazon.com/AmazonS3/latest/API/API_GetObject.html (Permissions)
 */
export const ABSENT_CODES: ReadonlySet<string> = new Set(["NoSuchKey", "AccessDenied"]);
