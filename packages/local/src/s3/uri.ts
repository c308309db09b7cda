// Percent-encoding of SigV4: RFC 3986's unreserved characters stay, all others are encoded.
import { S3Error } from "./errors.ts";

/** @see https://docs.aws.amazon.com/AmazonS3/latest/API/sig-v4-header-based-auth.html `UriEncode` */
export function encodeUri(text: string): string {
  return encodeURIComponent(text).replace(
    /[!'()*]/g,
    (mark) => `%${mark.charCodeAt(0).toString(16).toUpperCase()}`,
  );
}

/** As {@link encodeUri}, with the slashes of a path kept. */
export function encodeUriPath(path: string): string {
  return path.split("/").map(encodeUri).join("/");
}

/** @throws {S3Error} InvalidURI – when the escapes are not UTF-8. */
export function decodeUri(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch (cause) {
    if (cause instanceof URIError) {
      throw new S3Error("InvalidURI", "The address holds percent-escapes that are not UTF-8.");
    }
    throw cause;
  }
}
