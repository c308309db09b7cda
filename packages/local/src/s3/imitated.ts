// The limits of the imitation: finds the operation of a request, and answers 501 to all others. Parameters and
// headers are listed by name, so that new ones of S3 are refused and not ignored.
import { deleteObject, deleteObjects } from "./delete-objects.ts";
import { notImplemented } from "./errors.ts";
import type { Answer } from "./exchange.ts";
import { getObject } from "./get-object.ts";
import { listObjects } from "./list-objects.ts";
import { getObjectAttributes } from "./object-attributes.ts";
import { putObject } from "./put-object.ts";
import type { S3Request } from "./request.ts";
import { getObjectTagging, putObjectTagging } from "./tagging.ts";

export interface Operation {
  readonly answer: Answer;
  /** The action that a role needs. `undefined`: the operation checks it itself for each key. */
  readonly action: string | undefined;
}

const headBucket: Answer = async ({ response, region }) => {
  response.setHeader("x-amz-bucket-region", region);
  response.writeHead(200).end();
};

/**
 * Method, resource and sub-resource (`list-type` counts as one).
 *
 * @see https://docs.aws.amazon.com/AmazonS3/latest/userguide/using-with-s3-policy-actions.html
 */
const operations: Readonly<Record<string, Operation>> = {
  "HEAD bucket": { answer: headBucket, action: "s3:ListBucket" },
  "GET bucket list-type": { answer: listObjects, action: "s3:ListBucket" },
  "POST bucket delete": { answer: deleteObjects, action: undefined },
  "PUT object": { answer: putObject, action: "s3:PutObject" },
  "GET object": { answer: getObject, action: "s3:GetObject" },
  "HEAD object": { answer: getObject, action: "s3:GetObject" },
  "DELETE object": { answer: deleteObject, action: "s3:DeleteObject" },
  "GET object attributes": { answer: getObjectAttributes, action: "s3:GetObjectAttributes" },
  "GET object tagging": { answer: getObjectTagging, action: "s3:GetObjectTagging" },
  "PUT object tagging": { answer: putObjectTagging, action: "s3:PutObjectTagging" },
};

/** Parameters that modify an operation and name none. */
const modifiers = new Set([
  "continuation-token",
  "delimiter",
  "encoding-type",
  "fetch-owner",
  "max-keys",
  "prefix",
  "start-after",
  "x-id",
  ...["cache-control", "content-disposition", "content-encoding"].map((h) => `response-${h}`),
  ...["content-language", "content-type", "expires"].map((h) => `response-${h}`),
]);

/** Names that may be in headers or, presigned, in the query. */
const amzNames = new Set([
  "x-amz-algorithm",
  "x-amz-content-sha256",
  "x-amz-credential",
  "x-amz-date",
  "x-amz-decoded-content-length",
  "x-amz-expires",
  "x-amz-object-attributes",
  "x-amz-sdk-checksum-algorithm",
  "x-amz-security-token",
  "x-amz-server-side-encryption",
  "x-amz-signature",
  "x-amz-signedheaders",
  "x-amz-storage-class",
  "x-amz-tagging",
  "x-amz-trailer",
  "x-amz-user-agent",
]);

/** @throws {S3Error} NotImplemented */
export function operationOf(request: S3Request): Operation {
  const queryNames = request.query.map(([name]) => name);
  const amz = [...Object.keys(request.headers), ...queryNames.map((name) => name.toLowerCase())];
  const unknown = amz.filter((name) => name.startsWith("x-amz-") && !isAmzImitated(name));
  if (unknown.length > 0) throw notImplemented(unknown.join(", "));

  const subresources = queryNames.filter(
    (name) => !modifiers.has(name) && !name.toLowerCase().startsWith("x-amz-"),
  );
  const resource = request.bucket === "" ? "service" : request.key === "" ? "bucket" : "object";
  const name = [request.method, resource, ...subresources].join(" ");
  const operation = Object.hasOwn(operations, name) ? operations[name] : undefined;
  if (operation === undefined) throw notImplemented(name);
  return operation;
}

const isAmzImitated = (name: string): boolean =>
  amzNames.has(name) || name.startsWith("x-amz-meta-") || name.startsWith("x-amz-checksum-");
