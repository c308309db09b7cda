// A stored object has exactly the bytes it was announced with.
import { createHash } from "node:crypto";
import { Readable } from "node:stream";
import { crc32 } from "node:zlib";
import { PutObjectCommand, type PutObjectCommandInput } from "@aws-sdk/client-s3";
import { afterAll, describe, expect, test } from "vitest";
import { openTarget } from "./target.ts";
import { put } from "./wire.ts";

const target = await openTarget();
afterAll(() => target[Symbol.asyncDispose]());

const body = "hello world";
const digest = (name: string) => createHash(name).update(body).digest("base64");
const other = "hello worle";

interface Row {
  readonly header: string;
  readonly input: Partial<PutObjectCommandInput>;
  readonly value: string;
}

const row = (header: string, value: string, input: Partial<PutObjectCommandInput>): Row => ({
  header,
  value,
  input,
});
const crc32Of = (text: string) => {
  const out = Buffer.alloc(4);
  out.writeUInt32BE(crc32(text));
  return out.toString("base64");
};
// CRC-32C and CRC-64/NVME of "hello world", as the AWS SDK computes them.
const crc32c = "yZRlqg==";
const crc64nvme = "jSnVw/bqjr4=";
const rows: readonly Row[] = [
  row("x-amz-checksum-sha256", digest("sha256"), { ChecksumSHA256: digest("sha256") }),
  row("x-amz-checksum-sha1", digest("sha1"), { ChecksumSHA1: digest("sha1") }),
  row("x-amz-checksum-crc32", crc32Of(body), { ChecksumCRC32: crc32Of(body) }),
  row("x-amz-checksum-crc32c", crc32c, { ChecksumCRC32C: crc32c }),
  row("x-amz-checksum-crc64nvme", crc64nvme, { ChecksumCRC64NVME: crc64nvme }),
  row("content-md5", digest("md5"), { ContentMD5: digest("md5") }),
];

describe.each(rows)("$header, signed", ({ header, input, value }) => {
  const presign = (name: string) => target.presignPut(name, input, { unhoistable: [header] });

  test("stores the announced bytes", async () => {
    const url = await presign(`${header}-right`);
    expect(new URL(url).searchParams.get("X-Amz-SignedHeaders")).toContain(header);
    expect(await put(url, body, { [header]: value })).toMatchObject({ status: 200 });
    expect(await target.load(`${header}-right`)).toBe(body);
  });

  test("refuses other bytes of the same length and stores nothing", async () => {
    const answer = await put(await presign(`${header}-wrong`), other, { [header]: value });
    expect(answer).toMatchObject({ status: 400, code: "BadDigest" });
    expect(await target.load(`${header}-wrong`)).toBeUndefined();
  });

  test.each([
    [
      "another value",
      { [header]: Buffer.alloc(Buffer.from(value, "base64").length).toString("base64") },
    ],
    ["no header", {}],
  ])("refuses %s", async (_, headers: Record<string, string>) => {
    const answer = await put(await presign(`${header}-other`), body, headers);
    expect(answer).toMatchObject({ status: 403, code: "SignatureDoesNotMatch" });
  });
});

test("a checksum in the query protects nothing, so grants never put it there", async () => {
  const url = await target.presignPut("hoisted", { ChecksumSHA256: digest("sha256") });
  expect(new URL(url).searchParams.get("x-amz-checksum-sha256")).toBe(digest("sha256"));
  expect(await put(url, other)).toMatchObject({ status: 200 });
});

test("refuses a checksum header that is not signed", async () => {
  const answer = await put(await target.presignPut("junk"), body, {
    "x-amz-checksum-sha256": "junk",
  });
  expect(answer).toMatchObject({ status: 403, code: "AccessDenied" });
});

test("refuses a signed checksum of an impossible form", async () => {
  const header = "x-amz-checksum-sha256";
  const url = await target.presignPut("bad", { ChecksumSHA256: "junk" }, { unhoistable: [header] });
  expect(await put(url, body, { [header]: "junk" })).toMatchObject({
    status: 400,
    code: "InvalidRequest",
  });
});

describe("the SDK's defaults", () => {
  const client = target.connect({ requestChecksumCalculation: "WHEN_SUPPORTED" });

  test("presign the checksum of an empty body into the query, and S3 ignores it", async () => {
    const url = await target.presignPut("default", {}, { client });
    expect(new URL(url).searchParams.get("x-amz-checksum-crc32")).toBe("AAAAAA==");
    expect(await put(url, body)).toMatchObject({ status: 200 });
  });

  test("leave no checksum in the URL when only required ones are computed", async () => {
    expect(await target.presignPut("required")).not.toMatch(/checksum/i);
  });

  test("send a CRC-32 with a buffer", async () => {
    const stored = await client.send(new PutObjectCommand({ ...target.at("buffer"), Body: body }));
    expect(stored.ChecksumCRC32).toBe(crc32Of(body));
    expect(await target.load("buffer")).toBe(body);
  });

  test.each(["CRC32", "CRC32C", "CRC64NVME", "SHA1", "SHA256"] as const)(
    "send a stream in pieces with a %s trailer, and S3 stores the plain bytes",
    async (ChecksumAlgorithm) => {
      const text = "0123456789abcdef".repeat(20_000);
      const Body = Readable.from([
        Buffer.from(text.slice(0, 99_999)),
        Buffer.from(text.slice(99_999)),
      ]);
      const name = `stream-${ChecksumAlgorithm}`;
      const input = { ...target.at(name), Body, ContentLength: text.length, ChecksumAlgorithm };
      await client.send(new PutObjectCommand(input));
      expect(await target.load(name)).toBe(text);
    },
  );
});

test("refuses a signed payload hash that is not the body's", async () => {
  const client = target.connect();
  client.middlewareStack.add(
    (next) => async (args) => {
      const request = args.request as { headers: Record<string, string> };
      request.headers["x-amz-content-sha256"] = createHash("sha256").update(other).digest("hex");
      return next(args);
    },
    // Set before the signing step, which takes the hash that it finds.
    { step: "build", priority: "low" },
  );
  const sent = client.send(new PutObjectCommand({ ...target.at("hash"), Body: body }));
  await expect(sent).rejects.toMatchObject({ name: "XAmzContentSHA256Mismatch" });
  expect(await target.load("hash")).toBeUndefined();
});
