// Reads an object that has arrived, and writes its tags, in S3.
import { GetObjectCommand, NoSuchKey, PutObjectTaggingCommand, S3Client } from "@aws-sdk/client-s3";
import type { StoreConfig } from "./config.ts";
import type { CredentialSource } from "./s3-address.ts";

export interface ArrivedObject {
  readonly metadata: Readonly<Record<string, string>>;
  readonly bytes: Uint8Array;
}

export interface ArrivedObjects {
  /** Nothing when it has been deleted since. */
  read(key: string): Promise<ArrivedObject | undefined>;
  /** Replaces all tags of the object. */
  tag(key: string, tags: Readonly<Record<string, string>>): Promise<void>;
}

export function createArrivedObjects(
  config: StoreConfig,
  credentials: CredentialSource,
): ArrivedObjects {
  const { recordings, region, s3Endpoint } = config;
  const Bucket = recordings.name;
  const client = new S3Client({
    region,
    credentials,
    ...(s3Endpoint === undefined ? {} : { endpoint: s3Endpoint, forcePathStyle: true }),
  });
  return {
    async read(Key) {
      try {
        const { Body, Metadata } = await client.send(new GetObjectCommand({ Bucket, Key }));
        return {
          metadata: Metadata ?? {},
          bytes: (await Body?.transformToByteArray()) ?? new Uint8Array(),
        };
      } catch (thrown) {
        if (thrown instanceof NoSuchKey) return undefined;
        throw thrown;
      }
    },
    async tag(Key, tags) {
      const TagSet = Object.entries(tags).map(([name, value]) => ({ Key: name, Value: value }));
      await client.send(new PutObjectTaggingCommand({ Bucket, Key, Tagging: { TagSet } }));
    },
  };
}
