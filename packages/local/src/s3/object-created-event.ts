// The notification that S3 sends about a new object, as a Lambda receives it.
import type { S3EventRecord } from "aws-lambda";
import type { Exchange } from "./exchange.ts";
import type { ObjectRecord } from "./object-record.ts";
import { encodeUriPath } from "./uri.ts";

/** @see https://docs.aws.amazon.com/AmazonS3/latest/userguide/notification-content-structure.html */
export function objectCreatedEvent(exchange: Exchange, record: ObjectRecord): S3EventRecord {
  const { bucket, requestId, request, region, nowMs } = exchange;
  const owner = { principalId: "LOCAL" };
  return {
    eventVersion: "2.1",
    eventSource: "aws:s3",
    awsRegion: region,
    eventTime: new Date(nowMs()).toISOString(),
    eventName: "ObjectCreated:Put",
    userIdentity: owner,
    requestParameters: { sourceIPAddress: request.sourceAddress },
    responseElements: { "x-amz-request-id": requestId, "x-amz-id-2": requestId },
    s3: {
      s3SchemaVersion: "1.0",
      configurationId: "local",
      bucket: { name: bucket.name, ownerIdentity: owner, arn: `arn:aws:s3:::${bucket.name}` },
      object: {
        // Encoded as form data: a reader must turn `+` back into a space before decoding.
        key: encodeUriPath(record.key).replaceAll("%20", "+"),
        size: record.sizeBytes,
        eTag: record.etag,
        sequencer: nextSequencer(nowMs()),
      },
    },
  };
}

let lastSequence = 0;

/** Hex that grows from event to event, within a process and across restarts. */
function nextSequencer(nowMs: number): string {
  lastSequence = Math.max(lastSequence + 1, nowMs * 1000);
  return lastSequence.toString(16).toUpperCase().padStart(16, "0");
}
