import { PutObjectCommand, S3Client } from "@aws-sdk/client-s3";
import { getSignedUrl } from "@aws-sdk/s3-request-presigner";
import { describe, expect, test } from "vitest";
import type { PutToSign } from "@tapedeck/core/ports";
import { credentialsFrom, type Credentials } from "./address.ts";
import { createS3GrantSigner } from "./grant-signer.ts";
import { createPresign } from "./presign.ts";

const signedAt = new Date("2026-11-23T08:15:30.000Z");
const clock = { nowMicros: () => signedAt.getTime() * 1000 + 123_456 };
const credentials: Credentials = {
  accessKeyId: "AKIAIOSFODNN7EXAMPLE",
  secretAccessKey: "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY",
  sessionToken: "FwoGZXIvYXdzEBYaD+/=",
};
const put: PutToSign = {
  key: "users/hosts/cognito/0b9c/2026-11-23-08-15-30-123456-7ZK3QF_000000.webm",
  contentType: "audio/webm;codecs=opus",
  sizeBytes: 40_123,
  sha256: "n4bQgYhMfWWaL+qgxVrQFaO/TxsrC4Is0V1sFbDwCgg=",
  metadata: { "start-sample": "0", "sample-count": "240000", "format-version": "1" },
};

const sign = (over: Partial<PutToSign> = {}, creds = credentials) =>
  createS3GrantSigner(
    createPresign({ bucket: "tapes", region: "eu-central-1" }, async () => creds, clock),
  ).signPut({
    ...put,
    ...over,
  });

/** Takes `x-id=PutObject` out of the query before it is signed. */
const dropXId =
  <Args extends { request?: unknown }, Result>(next: (args: Args) => Result) =>
  (args: Args): Result => {
    if (hasQuery(args.request)) delete args.request.query["x-id"];
    return next(args);
  };

function hasQuery(request: unknown): request is { query: Record<string, unknown> } {
  return typeof request === "object" && request !== null && "query" in request;
}

/** The same PUT presigned by the SDK's documented, slow road. */
function signWithSdk(): Promise<string> {
  const client = new S3Client({
    region: "eu-central-1",
    credentials,
    requestChecksumCalculation: "WHEN_REQUIRED",
  });
  const command = new PutObjectCommand({
    Bucket: "tapes",
    Key: put.key,
    CacheControl: "private, no-store",
    ContentType: put.contentType,
    ContentLength: put.sizeBytes,
    IfNoneMatch: "*",
    ChecksumSHA256: put.sha256,
    Metadata: { ...put.metadata },
  });
  // What the SDK adds for its own statistics is not part of a grant.
  command.middlewareStack.addRelativeTo(dropXId, {
    name: "dropXId",
    relation: "before",
    toMiddleware: "presignInterceptMiddleware",
  });
  return getSignedUrl(client, command, {
    expiresIn: 300,
    signingDate: signedAt,
    signableHeaders: new Set(["cache-control", "content-type"]),
    unhoistableHeaders: new Set([
      "x-amz-checksum-sha256",
      "x-amz-meta-start-sample",
      "x-amz-meta-sample-count",
      "x-amz-meta-format-version",
    ]),
  });
}

describe("a grant", () => {
  test("carries the signature that the SDK's own client gives", async () => {
    const ours = new URL((await sign()).url);
    const theirs = new URL(await signWithSdk());
    expect(ours.origin + ours.pathname).toBe(theirs.origin + theirs.pathname);
    expect(Object.fromEntries(ours.searchParams)).toEqual(Object.fromEntries(theirs.searchParams));
  });

  test("signs everything that matters as headers, and hoists none of it into the query", async () => {
    const { searchParams } = new URL((await sign()).url);
    expect(searchParams.get("X-Amz-SignedHeaders")?.split(";")).toEqual([
      "cache-control",
      "content-length",
      "content-type",
      "host",
      "if-none-match",
      "x-amz-checksum-sha256",
      "x-amz-meta-format-version",
      "x-amz-meta-sample-count",
      "x-amz-meta-start-sample",
    ]);
    expect([...searchParams.keys()].filter((name) => /checksum|meta/.test(name))).toEqual([]);
  });

  test("names the headers to send, without those that browsers add by themselves", async () => {
    expect((await sign()).headers).toEqual({
      "cache-control": "private, no-store",
      "content-type": "audio/webm;codecs=opus",
      "if-none-match": "*",
      "x-amz-checksum-sha256": put.sha256,
      "x-amz-meta-format-version": "1",
      "x-amz-meta-sample-count": "240000",
      "x-amz-meta-start-sample": "0",
    });
  });

  test("expires five minutes after the second it was signed in", async () => {
    expect((await sign()).expiresAt).toBe("2026-11-23T08:20:30.000Z");
  });

  test.each<[string, Partial<PutToSign>]>([
    ["key", { key: "users/hosts/cognito/0b9c/other.webm" }],
    ["size", { sizeBytes: 40_124 }],
    ["type", { contentType: "audio/webm" }],
    ["checksum", { sha256: "47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=" }],
    ["metadata", { metadata: { ...put.metadata, "start-sample": "1" } }],
  ])("has another signature for another %s", async (_what, change) => {
    const signature = (url: string) => new URL(url).searchParams.get("X-Amz-Signature");
    expect(signature((await sign(change)).url)).not.toBe(signature((await sign()).url));
  });

  test("uses new credentials as soon as Lambda has them", async () => {
    let current = credentials;
    const signer = createS3GrantSigner(
      createPresign({ bucket: "tapes", region: "eu-central-1" }, async () => current, clock),
    );
    await signer.signPut(put);
    current = { accessKeyId: "ASIANEW", secretAccessKey: "new" };
    const { searchParams } = new URL((await signer.signPut(put)).url);
    expect(searchParams.get("X-Amz-Credential")).toMatch(/^ASIANEW\//);
    expect(searchParams.has("X-Amz-Security-Token")).toBe(false);
  });

  test("is refused without credentials, and the message names none", () => {
    expect(() => credentialsFrom({})).toThrow("no credentials to sign with");
  });
});
