// Fills the ports of core's makeWholeFile with S3's client.
import { createHash } from "node:crypto";
import {
  DeleteObjectCommand,
  GetObjectCommand,
  HeadObjectCommand,
  PutObjectCommand,
  S3Client,
  S3ServiceException,
} from "@aws-sdk/client-s3";
import { SEGMENT_CONTENT_TYPE } from "@tapedeck/core/limits";
import type { WholeFilePorts } from "@tapedeck/core/usecase/whole-file-ports";
import type { StoreConfig } from "../config.ts";
import { isAbsent } from "./absent.ts";
import type { CredentialSource } from "./address.ts";
import { openFileDraft, type PutFile } from "./whole-file-draft.ts";

/** The SDK cannot repeat a request whose body is a stream, so the PUT is repeated here, from the file. */
const MAX_PUTS = 3;

/** 404: it was deleted meanwhile. 409: another write of it was under way. */
const CHANGED: readonly number[] = [404, 409, 412];

export function createWholeFilePorts(
  config: StoreConfig,
  credentials: CredentialSource,
): WholeFilePorts {
  const { recordings, region, s3Endpoint } = config;
  const Bucket = recordings.name;
  const client = new S3Client({
    region,
    credentials,
    ...(s3Endpoint === undefined ? {} : { endpoint: s3Endpoint, forcePathStyle: true }),
    requestHandler: { connectionTimeout: 1000, socketTimeout: 20_000 },
    // Each PUT carries its SHA-256.
    requestChecksumCalculation: "WHEN_REQUIRED",
  });

  const put: PutFile = async ({ key: Key, metadata, replaces }, file) => {
    const input = {
      Bucket,
      Key,
      ContentLength: file.sizeBytes,
      ContentType: SEGMENT_CONTENT_TYPE,
      ChecksumSHA256: file.sha256,
      Metadata: { ...metadata },
      ...(replaces === undefined ? { IfNoneMatch: "*" } : { IfMatch: replaces }),
    };
    for (let puts = 1; ; puts++) {
      try {
        await client.send(new PutObjectCommand({ ...input, Body: file.open() }));
        return "stored";
      } catch (thrown) {
        const status = statusOf(thrown);
        // After a lost answer, the repeated PUT meets the file of the first: the caller looks again, and keeps it.
        if (status !== undefined && CHANGED.includes(status)) return "changed";
        const mayPass = status === undefined || status === 429 || status >= 500;
        if (!mayPass || puts === MAX_PUTS) throw thrown;
      }
    }
  };

  return {
    async readJson(Key) {
      const got = await orAbsent(() => client.send(new GetObjectCommand({ Bucket, Key })));
      if (got === undefined) return undefined;
      return { text: (await got.Body?.transformToString()) ?? "", version: got.ETag ?? "" };
    },
    async readObject(Key, sizeBytes) {
      const got = await orAbsent(() => client.send(new GetObjectCommand({ Bucket, Key })));
      if (got === undefined) return undefined;
      const bytes = (await got.Body?.transformToByteArray()) ?? new Uint8Array();
      return bytes.length === sizeBytes ? new Uint8Array(bytes) : undefined;
    },
    async headVersion(Key) {
      try {
        const { ETag, Metadata } = await client.send(new HeadObjectCommand({ Bucket, Key }));
        return { version: ETag ?? "", metadata: Metadata ?? {} };
      } catch (thrown) {
        // S3 gives a HEAD no body, and so no code; it does not tell our role whether a key exists.
        if ([403, 404].includes(statusOf(thrown) ?? 0)) return undefined;
        throw thrown;
      }
    },
    async remove(Key) {
      await client.send(new DeleteObjectCommand({ Bucket, Key }));
    },
    async withDraft(work) {
      await using draft = await openFileDraft(put);
      return await work(draft);
    },
    sha256: async (bytes) => createHash("sha256").update(bytes).digest("base64"),
  };
}

async function orAbsent<Answer>(ask: () => Promise<Answer>): Promise<Answer | undefined> {
  try {
    return await ask();
  } catch (thrown) {
    if (isAbsent(thrown)) return undefined;
    throw thrown;
  }
}

function statusOf(thrown: unknown): number | undefined {
  return thrown instanceof S3ServiceException ? thrown.$metadata.httpStatusCode : undefined;
}
