// The key in a notification of S3.

/**
 * Keys come encoded as form data.
 *
 * @see https://docs.aws.amazon.com/AmazonS3/latest/userguide/notification-content-structure.html
 */
export function keyOfEvent(encodedKey: string): string {
  return decodeURIComponent(encodedKey.replaceAll("+", " "));
}
