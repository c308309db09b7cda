// S3 takes a request only with a fresh signature over exactly that request.
import { HeadObjectCommand } from "@aws-sdk/client-s3";
import { afterAll, describe, expect, test } from "vitest";
import { openTarget } from "./target.ts";
import { put, send, sendRaw } from "./wire.ts";

const target = await openTarget();
afterAll(() => target[Symbol.asyncDispose]());
const hourMs = 3_600_000;
const refused = { status: 403, code: "SignatureDoesNotMatch" };

describe("a presigned URL", () => {
  test("stores the bytes and gives them back", async () => {
    expect(await put(await target.presignPut("plain"), "hello")).toMatchObject({ status: 200 });
    expect(await target.load("plain")).toBe("hello");
  });

  test.each([
    [
      "signature",
      (url: string) =>
        url.replace(/Signature=./, (s) => s.slice(0, -1) + (s.endsWith("0") ? "1" : "0")),
    ],
    ["key", (url: string) => url.replace("tampered", "tamperee")],
    ["query", (url: string) => `${url}&extra=1`],
    ["expiry", (url: string) => url.replace("X-Amz-Expires=300", "X-Amz-Expires=301")],
  ])("is refused and stores nothing when its %s was changed", async (_, tamper) => {
    const url = await target.presignPut("tampered");
    expect(tamper(url)).not.toBe(url);
    expect(await put(tamper(url), "x")).toMatchObject(refused);
    expect(await target.load("tampered")).toBeUndefined();
  });

  test("refuses a GET when it is for a PUT", async () => {
    expect(await send(await target.presignPut("plain"))).toMatchObject(refused);
  });

  test("is refused when its access key is unknown", async () => {
    const { secretAccessKey } = target.address;
    const client = target.connect({ credentials: { accessKeyId: "AKIANOBODY", secretAccessKey } });
    expect(await put(await target.presignPut("x", {}, { client }), "x")).toMatchObject({
      status: 403,
      code: "InvalidAccessKeyId",
    });
  });

  test("is refused when a wrong secret made it", async () => {
    const { accessKeyId } = target.address;
    const client = target.connect({ credentials: { accessKeyId, secretAccessKey: "wrong" } });
    expect(await put(await target.presignPut("x", {}, { client }), "x")).toMatchObject(refused);
  });

  test("is refused when it is for another region", async () => {
    const client = target.connect({ region: "ap-south-2" });
    expect(await put(await target.presignPut("x", {}, { client }), "x")).toMatchObject({
      status: 400,
      code: "AuthorizationQueryParametersError",
    });
  });

  test("is refused after it expired", async () => {
    const signingDate = new Date(Date.now() - hourMs);
    const url = await target.presignPut("late", {}, { signingDate, expiresIn: 60 });
    expect(await put(url, "x")).toMatchObject({ status: 403, code: "AccessDenied" });
  });

  test("is refused before its time", async () => {
    const signingDate = new Date(Date.now() + hourMs);
    const url = await target.presignPut("early", {}, { signingDate });
    expect(await put(url, "x")).toMatchObject({ status: 403, code: "AccessDenied" });
  });

  test("lasts a week at most", async () => {
    const url = await target.presignPut("x");
    const longer = url.replace("X-Amz-Expires=300", "X-Amz-Expires=604801");
    expect(await put(longer, "x")).toMatchObject({ status: 400 });
  });

  test("binds its session token", async () => {
    const { accessKeyId, secretAccessKey } = target.address;
    const sessionToken = target.address.sessionToken ?? "a token that no service issued";
    const client = target.connect({ credentials: { accessKeyId, secretAccessKey, sessionToken } });
    const url = await target.presignPut("token", {}, { client });
    const answer = await put(url, "x");
    const isGood = target.address.sessionToken !== undefined;
    expect(answer).toMatchObject(isGood ? { status: 200 } : { status: 400, code: "InvalidToken" });
    expect((await put(url.replace(/Security-Token=./, "Security-Token=b"), "x")).status).not.toBe(
      200,
    );
  });
});

describe("signed headers", () => {
  test("content-type is signed only when asked", async () => {
    const ContentType = "audio/webm";
    const plain = new URL(await target.presignPut("ct", { ContentType }));
    expect(plain.searchParams.get("X-Amz-SignedHeaders")).toBe("host");
    const signed = await target.presignPut(
      "ct",
      { ContentType },
      { signable: ["content-type", "host"] },
    );
    expect(new URL(signed).searchParams.get("X-Amz-SignedHeaders")).toBe("content-type;host");
    expect(await put(signed, "x", { "content-type": ContentType })).toMatchObject({ status: 200 });
    expect(await put(signed, "x", { "content-type": "text/html" })).toMatchObject(refused);
  });

  test("content-length admits that length and no other", async () => {
    const url = await target.presignPut("length", { ContentLength: 10 });
    expect(new URL(url).searchParams.get("X-Amz-SignedHeaders")).toContain("content-length");
    expect(await put(url, "0123456789")).toMatchObject({ status: 200 });
    expect(await put(url, "0123456789a")).toMatchObject(refused);
    expect(await target.load("length")).toBe("0123456789");
  });

  test("refuses an x-amz-* header that is not signed", async () => {
    const url = await target.presignPut("unsigned");
    expect(await put(url, "x", { "x-amz-meta-evil": "1" })).toMatchObject({
      status: 403,
      code: "AccessDenied",
    });
    expect(await target.load("unsigned")).toBeUndefined();
  });
});

describe("an unsigned request", () => {
  const url = () => `${target.address.endpoint}/${target.address.bucket}/${target.prefix}plain`;

  test.each(["GET", "PUT", "DELETE"])("%s is refused", async (method) => {
    expect(await sendRaw(url(), { method })).toMatchObject({ status: 403, code: "AccessDenied" });
  });

  test("gets no body for a HEAD", async () => {
    expect(await sendRaw(url(), { method: "HEAD" })).toMatchObject({ status: 403, text: "" });
  });
});

describe("a signature in headers", () => {
  const head = (client = target.client) => client.send(new HeadObjectCommand(target.at("plain")));

  test("is accepted", async () => {
    expect((await head()).ContentLength).toBe(5);
  });

  test("is refused when a wrong secret made it", async () => {
    const { accessKeyId } = target.address;
    const client = target.connect({ credentials: { accessKeyId, secretAccessKey: "wrong" } });
    await expect(head(client)).rejects.toMatchObject({ $metadata: { httpStatusCode: 403 } });
  });

  test("is refused when it is an hour old", async () => {
    const client = target.connect({ systemClockOffset: -hourMs });
    await expect(head(client)).rejects.toMatchObject({ $metadata: { httpStatusCode: 403 } });
  });

  test("is refused beside one in the query", async () => {
    const headers = {
      authorization: "AWS4-HMAC-SHA256 Credential=a, SignedHeaders=b, Signature=c",
    };
    const answer = await send(await target.presignGet("plain"), { headers });
    expect(answer).toMatchObject({ status: 400, code: "InvalidArgument" });
  });
});
