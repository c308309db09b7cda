// Fills core's ObjectStore with S3. Trying again is the SDK's here, within the time of one request.
import {
  GetObjectCommand,
  HeadObjectCommand,
  NoSuchKey,
  PutObjectCommand,
  S3Client,
  S3ServiceException,
} from "@aws-sdk/client-s3";
import { AppError } from "@tapedeck/core/errors";
import type { ObjectStore } from "@tapedeck/core/ports";
import type { BucketAddress } from "./s3-grant-signer.ts";

/** One try of one request; S3 answers a HEAD within a fraction of it. */
const REQUEST_TIMEOUT_MS = 4000;

export function createS3ObjectStore({ bucket, region, endpoint }: BucketAddress): ObjectStore {
  const Bucket = bucket;
  const client = new S3Client({
    region,
    ...(endpoint === undefined ? {} : { endpoint, forcePathStyle: true }),
    requestHandler: { connectionTimeout: 1000, requestTimeout: REQUEST_TIMEOUT_MS },
    // What we store ourselves needs no second checksum, and stores other than AWS refuse it.
    requestChecksumCalculation: "WHEN_REQUIRED",
  });
  return {
    head: (Key) =>
      translated(async () => {
        try {
          const head = await client.send(
            new HeadObjectCommand({ Bucket, Key, ChecksumMode: "ENABLED" }),
          );
          return {
            sizeBytes: head.ContentLength ?? 0,
            sha256: head.ChecksumSHA256,
            metadata: head.Metadata ?? {},
          };
        } catch (thrown) {
          if (isAbsent(thrown)) return undefined;
          throw thrown;
        }
      }),
    readText: (Key) =>
      translated(async () => {
        try {
          const { Body } = await client.send(new GetObjectCommand({ Bucket, Key }));
          return (await Body?.transformToString()) ?? "";
        } catch (thrown) {
          if (thrown instanceof NoSuchKey || isAbsent(thrown)) return undefined;
          throw thrown;
        }
      }),
    putJsonIfAbsent: (Key, json) =>
      translated(async () => {
        try {
          await client.send(
            new PutObjectCommand({
              Bucket,
              Key,
              Body: json,
              ContentType: "application/json",
              IfNoneMatch: "*",
            }),
          );
          return "stored";
        } catch (thrown) {
          if (statusOf(thrown) === 412) return "taken";
          throw thrown;
        }
      }),
  };
}

/**
 * Whoever may list only under a prefix, as our role may, is told 403 where there is nothing: S3 does
 * not say whether a key exists. Taking it for absent is safe, because nothing is ever deleted on that
 * word.
 *
 * @see https://docs.aws.amazon.com/AmazonS3/latest/API/API_HeadObject.html (Permissions)
 */
function isAbsent(thrown: unknown): boolean {
  const status = statusOf(thrown);
  return status === 404 || status === 403;
}

function statusOf(thrown: unknown): number | undefined {
  return thrown instanceof S3ServiceException ? thrown.$metadata.httpStatusCode : undefined;
}

async function translated<Result>(work: () => Promise<Result>): Promise<Result> {
  try {
    return await work();
  } catch (thrown) {
    throw storeError(thrown);
  }
}

/** The error carries S3's code and request id: what an operator needs to ask AWS about it. */
function storeError(thrown: unknown): AppError {
  if (!(thrown instanceof S3ServiceException)) {
    return new AppError("SERVICE_UNAVAILABLE", "S3 did not answer.", { cause: thrown });
  }
  const { requestId, httpStatusCode } = thrown.$metadata;
  const isBusy = thrown.name === "SlowDown" || httpStatusCode === 429;
  // Another PUT of the same key was under way.
  const isConflict = httpStatusCode === 409;
  const isTheirs = isBusy || isConflict || httpStatusCode === undefined || httpStatusCode >= 500;
  return new AppError(
    isBusy ? "THROTTLED" : isTheirs ? "SERVICE_UNAVAILABLE" : "INTERNAL",
    `S3 answered ${httpStatusCode ?? "nothing"} ${thrown.name}.`,
    {
      details: { s3Code: thrown.name, ...(requestId === undefined ? {} : { requestId }) },
      cause: thrown,
    },
  );
}
