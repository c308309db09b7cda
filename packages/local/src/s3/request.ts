// One HTTP request as S3 reads it. Paths are taken raw from the request line, decoded once and never
// normalised, so `a/../b` and `a//b` are ordinary keys. Signature and permissions are checked elsewhere.
import type { IncomingHttpHeaders, IncomingMessage } from "node:http";
import { S3Error } from "./errors.ts";
import { decodeUri } from "./uri.ts";

/** Name and value, decoded, in the order they were sent. */
export type QueryPair = readonly [name: string, value: string];

export interface S3Request {
  readonly method: string;
  /** Decoded, with its leading slash. */
  readonly path: string;
  /** Empty for the service itself. */
  readonly bucket: string;
  /** Empty for the bucket itself. */
  readonly key: string;
  readonly query: readonly QueryPair[];
  readonly headers: IncomingHttpHeaders;
  /** Every value of a header that was sent more than once. */
  readonly headerValues: NodeJS.Dict<string[]>;
  readonly body: IncomingMessage;
  readonly sourceAddress: string;
}

/** @see https://docs.aws.amazon.com/AmazonS3/latest/userguide/object-keys.html */
const MAX_KEY_BYTES = 1024;

/** @throws {S3Error} InvalidURI, KeyTooLongError */
export function readRequest(message: IncomingMessage): S3Request {
  const target = message.url ?? "/";
  const mark = target.indexOf("?");
  const path = decodeUri(mark === -1 ? target : target.slice(0, mark));
  if (!path.startsWith("/")) throw new S3Error("InvalidURI", "The path must start with a slash.");
  const slash = path.indexOf("/", 1);
  const key = slash === -1 ? "" : path.slice(slash + 1);
  if (Buffer.byteLength(key) > MAX_KEY_BYTES) {
    throw new S3Error(
      "KeyTooLongError",
      `The key is ${Buffer.byteLength(key)} bytes of UTF-8; the limit is ${MAX_KEY_BYTES}.`,
    );
  }
  return {
    method: message.method ?? "",
    path,
    bucket: slash === -1 ? path.slice(1) : path.slice(1, slash),
    key,
    query: mark === -1 ? [] : parseQuery(target.slice(mark + 1)),
    headers: message.headers,
    headerValues: message.headersDistinct,
    body: message,
    sourceAddress: message.socket.remoteAddress ?? "",
  };
}

function parseQuery(text: string): QueryPair[] {
  return text
    .split("&")
    .filter((pair) => pair !== "")
    .map((pair) => {
      const equals = pair.indexOf("=");
      if (equals === -1) return [decodeUri(pair), ""];
      return [decodeUri(pair.slice(0, equals)), decodeUri(pair.slice(equals + 1))];
    });
}

/** The one value of a query parameter; `undefined` when absent. @throws {S3Error} InvalidArgument */
export function queryValue(request: Pick<S3Request, "query">, name: string): string | undefined {
  const values = request.query.filter(([candidate]) => candidate === name);
  if (values.length > 1) {
    throw new S3Error("InvalidArgument", `The query parameter ${name} was given twice.`);
  }
  return values[0]?.[1];
}

/** A header's value, several joined as HTTP allows; `undefined` when absent. */
export function headerValue(
  request: Pick<S3Request, "headerValues">,
  name: string,
): string | undefined {
  return request.headerValues[name]?.join(",");
}
