// The stand-in answers 501 to everything that it does not imitate. A real S3 can do all of it.
import {
  CopyObjectCommand,
  CreateMultipartUploadCommand,
  GetBucketVersioningCommand,
  GetObjectAclCommand,
  ListObjectsCommand,
  PutBucketCorsCommand,
  PutBucketNotificationConfigurationCommand,
  PutObjectCommand,
  UploadPartCommand,
  type PutObjectCommandInput,
} from "@aws-sdk/client-s3";
import { afterAll, expect, test } from "vitest";
import { openStandIn } from "./target.ts";

const target = await openStandIn();
afterAll(() => target[Symbol.asyncDispose]());
const Bucket = target.address.bucket;
const putWith = (input: Partial<PutObjectCommandInput>) =>
  new PutObjectCommand({ ...target.at("put"), Body: "x", ...input });
const refusal = { name: "NotImplemented", $metadata: { httpStatusCode: 501 } };

test.each([
  ["multipart uploads", () => new CreateMultipartUploadCommand(target.at("parts"))],
  [
    "parts",
    () => new UploadPartCommand({ ...target.at("parts"), UploadId: "u", PartNumber: 1, Body: "x" }),
  ],
  [
    "copies",
    () => new CopyObjectCommand({ ...target.at("copy"), CopySource: `${Bucket}/original` }),
  ],
  ["access lists", () => new GetObjectAclCommand(target.at("acl"))],
  ["access lists set on PUT", () => putWith({ ACL: "public-read" })],
  ["other storage classes", () => putWith({ StorageClass: "GLACIER" })],
  ["keys of KMS", () => putWith({ ServerSideEncryption: "aws:kms" })],
  ["the first version of ListObjects", () => new ListObjectsCommand({ Bucket })],
  ["versioning", () => new GetBucketVersioningCommand({ Bucket })],
  [
    "changing CORS rules",
    () => new PutBucketCorsCommand({ Bucket, CORSConfiguration: { CORSRules: [] } }),
  ],
  [
    "notifications",
    () => new PutBucketNotificationConfigurationCommand({ Bucket, NotificationConfiguration: {} }),
  ],
])("answers %s with 501", async (_what, command) => {
  const send = target.client.send.bind(target.client) as (made: unknown) => Promise<unknown>;
  await expect(send(command())).rejects.toMatchObject(refusal);
  expect(await target.load("put")).toBeUndefined();
});
