// Damages a manifest directly in the bucket, without the API.
import { HeadObjectCommand, PutObjectCommand } from "@aws-sdk/client-s3";
import type { RecordingId } from "@tapedeck/core/ids";
import { readBucket } from "../fixtures/stack/bucket.ts";
import { s3ClientOf } from "../fixtures/stack/s3-client.ts";
import type { TestStack } from "../fixtures/stack/test-stack.ts";

export async function damageManifest(stack: TestStack, id: RecordingId): Promise<void> {
  const manifest = (await readBucket(stack)).find(({ key }) => key.endsWith(`${id}.json`));
  if (manifest === undefined) throw new Error(`the bucket has no manifest of ${id}`);
  const client = s3ClientOf(stack, stack.credentials);
  const place = { Bucket: stack.bucket, Key: manifest.key };
  const { ETag } = await client.send(new HeadObjectCommand(place));
  await client.send(new PutObjectCommand({ ...place, Body: "{", IfMatch: ETag }));
  client.destroy();
}
