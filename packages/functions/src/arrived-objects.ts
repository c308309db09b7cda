// Reads an object that has arrived, and writes its tags, in S3.
import { GetObjectCommand, PutObjectTaggingCommand, S3Client } from "@aws-sdk/client-s3";
import type { StoreConfig } from "./config.ts";
import { isAbsent } from "./s3-absent.ts";
import type { CredentialSource } from "./s3-address.ts";

export interface ArrivedObject {
  readonly metadata: Readonly<Record<string, string>>;
  /**
   * Headers that S3 stored though no grant signs them, by name: S3 gives them to every player.
   * `cache-control` is not among them: browsers send one of their own with a PUT.
   */
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
          unsignedHeaders: given({
            "content-disposition": got.ContentDisposition,
            "content-encoding": got.ContentEncoding,
            "content-language": got.ContentLanguage,
            expires: got.ExpiresString,
            "x-amz-website-redirect-location": got.WebsiteRedirectLocation,
          }),
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

function given(headers: Readonly<Record<string, string | undefined>>): Record<string, string> {
  return Object.fromEntries(
    Object.entries(headers).filter((each): each is [string, string] => each[1] !== undefined),
  );
}
