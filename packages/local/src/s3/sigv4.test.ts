import { describe, expect, test } from "vitest";
import {
  canonicalRequest,
  parseCredential,
  sameSignature,
  sha256Hex,
  sign,
  signingContext,
  type CanonicalParts,
} from "./sigv4.ts";

// The worked examples of AWS, signed with its published key.
// https://docs.aws.amazon.com/AmazonS3/latest/API/sig-v4-header-based-auth.html
// https://docs.aws.amazon.com/AmazonS3/latest/API/sigv4-query-string-auth.html
const secretAccessKey = "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY";
const timestamp = "20130524T000000Z";
const credential = "AKIAIOSFODNN7EXAMPLE/20130524/us-east-1/s3/aws4_request";
const host = ["host", "examplebucket.s3.amazonaws.com"] as const;
const date = ["x-amz-date", timestamp] as const;
const empty = sha256Hex("");
const emptyHash = ["x-amz-content-sha256", empty] as const;

function signExample(parts: CanonicalParts): string | undefined {
  const scope = parseCredential(credential);
  if (scope === undefined) return undefined;
  return sign(signingContext(secretAccessKey, timestamp, scope), canonicalRequest(parts));
}

describe("the signature of AWS's own example is the same", () => {
  test("for a GET with a range", () => {
    const signature = signExample({
      method: "GET",
      path: "/test.txt",
      query: [],
      signedHeaders: [host, ["range", "bytes=0-9"], emptyHash, date],
      payloadHash: empty,
    });
    expect(signature).toBe("f0e8bdb87c964420e857bd35b5d6ed310bd44f0170aba48dd91039c6036bdb41");
  });

  test("for a PUT with a key that needs escapes", () => {
    const payloadHash = sha256Hex("Welcome to Amazon S3.");
    const signature = signExample({
      method: "PUT",
      path: "/test$file.text",
      query: [],
      signedHeaders: [
        ["date", "Fri, 24 May 2013 00:00:00 GMT"],
        host,
        ["x-amz-content-sha256", payloadHash],
        date,
        ["x-amz-storage-class", "REDUCED_REDUNDANCY"],
      ],
      payloadHash,
    });
    expect(signature).toBe("98ad721746da40c64f1a55b78f14c238d841ea1380cd77a1b5971af0ece108bd");
  });

  test("for a listing, whose parameters are sorted", () => {
    const signature = signExample({
      method: "GET",
      path: "/",
      query: [
        ["prefix", "J"],
        ["max-keys", "2"],
      ],
      signedHeaders: [host, emptyHash, date],
      payloadHash: empty,
    });
    expect(signature).toBe("34b48302e7b5fa45bde8084f4b7868a86f0a534bc59db6670ed5711ef69dc6f7");
  });

  test("for a presigned URL", () => {
    const signature = signExample({
      method: "GET",
      path: "/test.txt",
      query: [
        ["X-Amz-Algorithm", "AWS4-HMAC-SHA256"],
        ["X-Amz-Credential", credential],
        ["X-Amz-Date", timestamp],
        ["X-Amz-Expires", "86400"],
        ["X-Amz-SignedHeaders", "host"],
      ],
      signedHeaders: [host],
      payloadHash: "UNSIGNED-PAYLOAD",
    });
    expect(signature).toBe("aeeed9bbccd4d02ee5c0109b86d86835f995330da4c265957d157751f604d404");
  });
});

test("paths are encoded once and never normalised", () => {
  const [, path] = canonicalRequest({
    method: "GET",
    path: "/b/a//./../é'(1)*+ ~",
    query: [],
    signedHeaders: [host],
    payloadHash: empty,
  }).split("\n");
  expect(path).toBe("/b/a//./../%C3%A9%27%281%29%2A%2B%20~");
});

test.each(["", "A/20130524/us-east-1/s3", "A//us-east-1/s3/aws4_request", `${credential}/more`])(
  "%j is no credential",
  (text) => {
    expect(parseCredential(text)).toBeUndefined();
  },
);

test("signatures of other lengths are compared without an error", () => {
  expect(sameSignature("ab", "ab")).toBe(true);
  expect(sameSignature("ab", "ac")).toBe(false);
  expect(sameSignature("", "ab")).toBe(false);
  expect(sameSignature("é", "ab")).toBe(false);
});
