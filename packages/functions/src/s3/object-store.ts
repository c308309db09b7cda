// Fills core's ObjectStore with S3's client, which retries within the time of one request. Loading the
// client costs more CPU than a grant does: lazy-object-store.ts loads this file when needed.
import {
  DeleteObjectsCommand,
  GetObjectCommand,
  HeadObjectCommand,
  ListObjectsV2Command,
  type ListObjectsV2CommandOutput,
  paginateListObjectsV2,
  PutObjectCommand,
  type PutObjectCommandInput,
  S3Client,
  S3ServiceException,
} from "@aws-sdk/client-s3";
import { AppError } from "@tapedeck/core/errors";
import { inParallel } from "@tapedeck/core/in-parallel";
import type { Listing, Metadata, ObjectStore, Tags } from "@tapedeck/core/ports";
import { isAbsent } from "./absent.ts";
import type { BucketAddress, CredentialSource } from "./address.ts";
import { unsignedHeadersOf } from "./unsigned-headers.ts";

/** @see https://docs.aws.amazon.com/AmazonS3/latest/API/API_DeleteObjects.html */
const KEYS_PER_DELETE = 1000;

/** The longest recording takes 20 such requests, in the time of one of ours. */
const DELETES_AT_ONCE = 4;

export interface ObjectStoreOptions {
  readonly address: BucketAddress;
  readonly credentials: CredentialSource;
  /**
   * For S3 to say something, or more. Default 4 s: the SDK's three tries end within the function's
   * 20 s.
   */
  readonly timeoutMs?: number;
}

interface Described {
  readonly metadata: Metadata;
  readonly tags: Tags | undefined;
}

export function createS3ObjectStore(options: ObjectStoreOptions): ObjectStore {
  const { address, credentials, timeoutMs = 4000 } = options;
  const { bucket: Bucket, region, endpoint } = address;
  const client = new S3Client({
    region,
    credentials,
    ...(endpoint === undefined ? {} : { endpoint, forcePathStyle: true }),
    // Not `requestTimeout`: when that is up, the SDK writes a warning and waits on.
    requestHandler: { connectionTimeout: 1000, socketTimeout: timeoutMs },
    // What we store ourselves needs no second checksum, and stores other than AWS refuse it.
    requestChecksumCalculation: "WHEN_REQUIRED",
  });

  /** @returns whether it was stored; `refusals` are the statuses by which S3 says that it was not. */
  async function putJson(
    Key: string,
    Body: string,
    described: Described,
    condition: Pick<PutObjectCommandInput, "IfMatch" | "IfNoneMatch">,
    refusals: readonly number[],
  ): Promise<boolean> {
    const { metadata, tags } = described;
    const input = { Bucket, Key, Body, ContentType: "application/json", Metadata: { ...metadata } };
    const tagging = tags && { Tagging: new URLSearchParams(tags).toString() };
    try {
      await client.send(new PutObjectCommand({ ...input, ...tagging, ...condition }));
      return true;
    } catch (thrown) {
      if (refusals.includes(statusOf(thrown) ?? 0)) return false;
      throw thrown;
    }
  }

  async function replaceJson(
    key: string,
    json: string,
    described: Described,
    version: string,
  ): Promise<boolean> {
    // 404: it was deleted meanwhile. 409: another write of it was under way.
    const refusals = [404, 409, 412];
    if (await putJson(key, json, described, { IfMatch: version }, refusals)) return true;
    // Ceph's gateway knows an ETag only without its quotes (block/buzz#3002). S3 takes both forms, so the
    // second request is refused like the first; a store that demands quotes may say 400.
    const IfMatch = version.replaceAll('"', "");
    return putJson(key, json, described, { IfMatch }, [400, ...refusals]);
  }

  async function deleteBatch(keys: readonly string[]): Promise<void> {
    const Objects = keys.map((Key) => ({ Key }));
    const { Errors = [] } = await client.send(
      new DeleteObjectsCommand({ Bucket, Delete: { Objects, Quiet: true } }),
    );
    // S3 answers 200 for the request, whatever became of the keys.
    const [failed] = Errors;
    if (failed === undefined) return;
    throw new AppError(
      "SERVICE_UNAVAILABLE",
      `S3 did not delete ${Errors.length} of ${keys.length} objects.`,
      { details: { s3Code: failed.Code ?? "unknown" } },
    );
  }

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
            unsignedHeaders: unsignedHeadersOf(head),
          };
        } catch (thrown) {
          // S3 gives HEAD no body, and so no code.
          const status = statusOf(thrown);
          if (status === 404 || status === 403) return undefined;
          throw thrown;
        }
      }),
    readJson: (Key) =>
      translated(async () => {
        try {
          const { Body, ETag } = await client.send(new GetObjectCommand({ Bucket, Key }));
          return { text: (await Body?.transformToString()) ?? "", version: ETag ?? "" };
        } catch (thrown) {
          if (isAbsent(thrown)) return undefined;
          throw thrown;
        }
      }),
    putJsonIfAbsent: (key, json, metadata, tags) =>
      translated(async () =>
        // 409: another write of it was under way. That is the caller's own doing, and no outage.
        (await putJson(key, json, { metadata, tags }, { IfNoneMatch: "*" }, [409, 412]))
          ? "stored"
          : "taken",
      ),
    replaceJson: (key, json, metadata, version, tags) =>
      translated(async () =>
        (await replaceJson(key, json, { metadata, tags }, version)) ? "stored" : "changed",
      ),
    list: (Prefix, Delimiter, MaxKeys) =>
      translated(async () => {
        const input = { Bucket, Prefix, Delimiter };
        if (MaxKeys !== undefined) {
          return listingOf([await client.send(new ListObjectsV2Command({ ...input, MaxKeys }))]);
        }
        const answers: ListObjectsV2CommandOutput[] = [];
        for await (const answer of paginateListObjectsV2({ client }, input)) answers.push(answer);
        return listingOf(answers);
      }),
    holdsAny: (Prefix) =>
      translated(async () => {
        const list = new ListObjectsV2Command({ Bucket, Prefix, MaxKeys: 1 });
        return ((await client.send(list)).KeyCount ?? 0) > 0;
      }),
    deleteAll: (keys) =>
      translated(async () => {
        const batches = Array.from(
          { length: Math.ceil(keys.length / KEYS_PER_DELETE) },
          (_, batch) => keys.slice(batch * KEYS_PER_DELETE, (batch + 1) * KEYS_PER_DELETE),
        );
        await inParallel(batches, DELETES_AT_ONCE, deleteBatch);
      }),
  };
}

/** @param answers - of one listing, in turn */
function listingOf(answers: readonly ListObjectsV2CommandOutput[]): Listing {
  return {
    objects: answers.flatMap(({ Contents = [] }) =>
      Contents.map(({ Key = "", Size = 0 }) => ({ key: Key, sizeBytes: Size })),
    ),
    commonPrefixes: answers.flatMap(({ CommonPrefixes = [] }) =>
      CommonPrefixes.map(({ Prefix = "" }) => Prefix),
    ),
    isTruncated: answers.at(-1)?.IsTruncated ?? false,
  };
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
  if (thrown instanceof AppError) return thrown;
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
