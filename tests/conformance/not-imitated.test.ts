// What the stand-in does not imitate it says so, instead of pretending. A real S3 can do all of it.
import {
  CopyObjectCommand,
  CreateMultipartUploadCommand,
  GetBucketVersioningCommand,
  GetObjectAclCommand,
  PutBucketCorsCommand,
  PutBucketNotificationConfigurationCommand,
} from "@aws-sdk/client-s3";
import { afterAll, expect, test } from "vitest";
import { openStandIn } from "./target.ts";

const target = await openStandIn();
afterAll(() => target[Symbol.asyncDispose]());
const Bucket = target.address.bucket;
const refusal = { name: "NotImplemented", $metadata: { httpStatusCode: 501 } };

test.each([
  ["multipart uploads", () => new CreateMultipartUploadCommand(target.at("parts"))],
  [
    "copies",
    () => new CopyObjectCommand({ ...target.at("copy"), CopySource: `${Bucket}/original` }),
  ],
  ["access lists", () => new GetObjectAclCommand(target.at("acl"))],
  ["versioning", () => new GetBucketVersioningCommand({ Bucket })],
  [
    "changing CORS rules",
    () => new PutBucketCorsCommand({ Bucket, CORSConfiguration: { CORSRules: [] } }),
  ],
  [
    "notifications",
    () => new PutBucketNotificationConfigurationCommand({ Bucket, NotificationConfiguration: {} }),
  ],
])("%s are answered with 501", async (_what, command) => {
  const send = target.client.send.bind(target.client) as (made: unknown) => Promise<unknown>;
  await expect(send(command())).rejects.toMatchObject(refusal);
});
