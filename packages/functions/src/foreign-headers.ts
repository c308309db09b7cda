// Headers that S3 stores with an object and gives back to every player. A grant signs none of them, so
// whoever holds one may add them to the PUT.

const FOREIGN = ["content-disposition", "content-encoding", "content-language", "expires"];

/**
 * `cache-control` is not among them: grants sign it now, and browsers added their own before.
 *
 * @param headers - of S3's answer, names in lower case
 * @see https://docs.aws.amazon.com/AmazonS3/latest/userguide/UsingMetadata.html#SysMetadata
 */
export function foreignHeadersIn(headers: Readonly<Record<string, unknown>>): string[] {
  return FOREIGN.filter((name) => headers[name] !== undefined);
}
