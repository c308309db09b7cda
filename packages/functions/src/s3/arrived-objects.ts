// Reads an object that has arrived, and writes its tags, in S3.
import { GetObjectCommand, PutObjectTaggingCommand, S3Client } from "@aws-sdk/client-s3";
import type { StoreConfig } from "../config.ts";
import { isAbsent } from "./absent.ts";
import type { CredentialSource } from "./address.ts";
import { unsignedHeadersOf } from "./unsigned-headers.ts";

export interface ArrivedObject {
  readonly metadata: Readonly<Record<string, string>>;
  /** Headers that S3 stored though no grant signs them, by name: see unsigned-headers.ts. */
  readonly unsignedHeaders: Readonly<Record<string, string>>;
  readonly bytes: Uint8Array;
}

export interface ArrivedObjects {
  /** Nothing when it has been deleted since. */
  read(key: string): Promise<ArrivedObject | undefined>;
  /** Replaces all tags of the object. Does nothing when it has been deleted since. */
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
        const got = await client.send(new GetObjectCommand({ Bucket, Key }));
        return {
          metadata: got.Metadata ?? {},
          unsignedHeaders: unsignedHeadersOf(got),
          bytes: (await got.Body?.transformToByteArray()) ?? new Uint8Array(),
        };
      } catch (thrown) {
        if (isAbsent(thrown)) return undefined;
        throw thrown;
      }
    },
    async tag(Key, tags) {
      const TagSet = Object.entries(tags).map(([name, value]) => ({ Key: name, Value: value }));
      try {
        await client.send(new PutObjectTaggingCommand({ Bucket, Key, Tagging: { TagSet } }));
      } catch (thrown) {
        if (!isAbsent(thrown)) throw thrown;
      }
    },
  };
}
