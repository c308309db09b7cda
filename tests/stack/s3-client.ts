// The SDK's client for the stand-in, with somebody's keys.
import { S3Client } from "@aws-sdk/client-s3";
import type { Stack } from "@tapedeck/local/start-stack";

export interface Keys {
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
  readonly sessionToken?: string;
}

/** It asks once, so that a refusal is what the caller sees. */
export function s3ClientOf(
  { s3, region }: Pick<Stack, "s3" | "region">,
  { accessKeyId, secretAccessKey, sessionToken }: Keys,
): S3Client {
  return new S3Client({
    endpoint: s3.url,
    region,
    credentials: {
      accessKeyId,
      secretAccessKey,
      ...(sessionToken === undefined ? {} : { sessionToken }),
    },
    forcePathStyle: true,
    maxAttempts: 1,
  });
}
