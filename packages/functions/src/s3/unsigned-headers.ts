// Headers that S3 stores with an object and gives to every player. A grant signs none of them, so its
// holder may add them to the PUT.
import type { HeadObjectCommandOutput } from "@aws-sdk/client-s3";

/**
 * By name. `cache-control` is not among them: grants sign it, and before they did, browsers sent their own.
 *
 * @see https://docs.aws.amazon.com/AmazonS3/latest/userguide/UsingMetadata.html#SysMetadata
 */
const FIELDS = {
  "content-disposition": "ContentDisposition",
  "content-encoding": "ContentEncoding",
  "content-language": "ContentLanguage",
  expires: "ExpiresString",
  "x-amz-website-redirect-location": "WebsiteRedirectLocation",
} as const satisfies Readonly<Record<string, keyof HeadObjectCommandOutput>>;

type Field = (typeof FIELDS)[keyof typeof FIELDS];

/** @param read - gives the value of one header, by its own name and by the SDK's */
function given(read: (name: string, field: Field) => unknown): Record<string, string> {
  return Object.fromEntries(
    Object.entries(FIELDS).flatMap(([name, field]) => {
      const value = read(name, field);
      return typeof value === "string" ? [[name, value]] : [];
    }),
  );
}

/** Of an answer as the SDK gives it. */
export function unsignedHeadersOf(
  answer: Pick<Partial<HeadObjectCommandOutput>, Field>,
): Record<string, string> {
  return given((_name, field) => answer[field]);
}

/** Of an answer's headers, with names in lower case. */
export function unsignedHeadersIn(
  headers: Readonly<Record<string, unknown>>,
): Record<string, string> {
  return given((name) => headers[name]);
}
