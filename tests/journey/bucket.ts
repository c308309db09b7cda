// The bucket as its owner sees it: what the journeys examine.
import { GetObjectCommand, paginateListObjectsV2, S3Client } from "@aws-sdk/client-s3";
import { parseObjectKey, type ParsedKey } from "@tapedeck/core/object-key";
import type { Stack } from "@tapedeck/local/start-stack";

export interface StoredObject extends ParsedKey {
  readonly key: string;
  readonly bytes: Uint8Array<ArrayBuffer>;
  readonly contentType: string | undefined;
  readonly metadata: Readonly<Record<string, string>>;
}

/** Every object of the bucket, in the order of the keys. A key outside the layout throws. */
export async function readBucket(stack: Stack): Promise<StoredObject[]> {
  const client = new S3Client({
    endpoint: stack.s3.url,
    region: stack.region,
    credentials: stack.credentials,
    forcePathStyle: true,
  });
  const objects: StoredObject[] = [];
  for await (const page of paginateListObjectsV2({ client }, { Bucket: stack.bucket })) {
    for (const { Key } of page.Contents ?? []) {
      if (Key === undefined) throw new Error("a listed object has no key");
      const found = await client.send(new GetObjectCommand({ Bucket: stack.bucket, Key }));
      if (found.Body === undefined) throw new Error(`${Key} has no body`);
      objects.push({
        key: Key,
        ...parseObjectKey(Key),
        bytes: new Uint8Array(await found.Body.transformToByteArray()),
        contentType: found.ContentType,
        metadata: found.Metadata ?? {},
      });
    }
  }
  client.destroy();
  return objects;
}
