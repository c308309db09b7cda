import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { decodeAwsChunked, type AwsChunkedOptions } from "./aws-chunked.ts";
import { signingContext } from "./sigv4.ts";

/** Cuts a text into pieces at these places, as a network would. */
async function* arriving(text: string, cutEvery: number): AsyncGenerator<Buffer> {
  const bytes = Buffer.from(text, "latin1");
  for (let from = 0; from < bytes.length; from += cutEvery) {
    yield bytes.subarray(from, from + cutEvery);
  }
}

async function decode(text: string, options: Partial<AwsChunkedOptions> = {}, cutEvery = 1000) {
  const trailer: [string, string][] = [];
  const source = arriving(text, cutEvery);
  const pieces: Buffer[] = [];
  const onTrailer = (name: string, value: string) => trailer.push([name, value]);
  for await (const bytes of decodeAwsChunked(source, { onTrailer, ...options })) pieces.push(bytes);
  return { text: Buffer.concat(pieces).toString("latin1"), trailer };
}

describe("signed pieces", () => {
  // AWS's worked example: 66560 letters in pieces of 64 KiB, 1 KiB and nothing.
  // https://docs.aws.amazon.com/AmazonS3/latest/API/sigv4-streaming.html
  const context = signingContext("wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY", "20130524T000000Z", {
    accessKeyId: "AKIAIOSFODNN7EXAMPLE",
    day: "20130524",
    region: "us-east-1",
    service: "s3",
    terminator: "aws4_request",
  });
  const signature = "4f232c4386841ef735655705268965c44a0e4690baa4adea153f7db9fa80a0a9";
  const piece = (size: number, signed: string) =>
    `${size.toString(16)};chunk-signature=${signed}\r\n${"a".repeat(size)}\r\n`;
  const body = [
    piece(65_536, "ad80c730a21e5b8d04586a2213dd63b9a0e99e0e2307b0ade35a65485a288648"),
    piece(1024, "0055627c9e194cb4542bae2aa5492e3c1575bbb81b612b7d234b86a503ef5497"),
    piece(0, "b6c6ea8a5354eaf15b3cb7646744f4275b71ea724fed81ceb9323e279d449df9"),
  ].join("");
  const options = { signedFrom: { context, signature } };

  test("are accepted in AWS's own example", async () => {
    expect((await decode(body, options)).text).toBe("a".repeat(66_560));
  });

  test.each([
    ["another byte", body.replace("aaaa\r\n400;", "aaab\r\n400;")],
    ["another signature", body.replace("=0055", "=1055")],
    ["no signature", body.replace(/;chunk-signature=0055[0-9a-f]+/, "")],
    ["a piece left out", body.replace(/400;[^]*?\r\na+\r\n/, "")],
    ["a trailer without a signature", `${body.slice(0, -2)}x-amz-checksum-crc32:AAAAAA==\r\n\r\n`],
  ])("are refused with %s", async (_, tampered) => {
    expect(tampered).not.toBe(body);
    await expect(decode(tampered, options)).rejects.toMatchObject({
      code: "SignatureDoesNotMatch",
    });
  });
});

describe("unsigned pieces", () => {
  test("give the same bytes and trailer for every way in which the network cuts them", async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.string({ minLength: 1, maxLength: 40, unit: "binary-ascii" }), {
          maxLength: 5,
        }),
        fc.integer({ min: 1, max: 50 }),
        async (texts, cutEvery) => {
          const pieces = texts.map((text) => `${text.length.toString(16)}\r\n${text}\r\n`).join("");
          const sent = `${pieces}0\r\nx-amz-checksum-crc32:AAAAAA==\r\n\r\n`;
          expect(await decode(sent, {}, cutEvery)).toEqual({
            text: texts.join(""),
            trailer: [["x-amz-checksum-crc32", "AAAAAA=="]],
          });
        },
      ),
    );
  });

  test.each([
    ["a piece shorter than its size", "5\r\nabc", "IncompleteBody"],
    ["a piece longer than its size", "2\r\nabc\r\n0\r\n\r\n", "IncompleteBody"],
    ["no last piece", "3\r\nabc\r\n", "IncompleteBody"],
    ["a negative size", "-1\r\n\r\n", "IncompleteBody"],
    ["a line without end", "1".repeat(10_000), "IncompleteBody"],
    ["a trailer that is no header", "0\r\nnonsense\r\n\r\n", "MalformedTrailerError"],
  ])("are refused with %s", async (_, text, code) => {
    await expect(decode(text)).rejects.toMatchObject({ code });
  });
});
