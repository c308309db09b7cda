// The aws-chunked encoding of bodies: decodes the streams of SDKs, checks each piece's signature if it has
// one, and gives the trailer. body.ts checks the claims of the trailer.
import { createHash } from "node:crypto";
import { S3Error } from "./errors.ts";
import { sameSignature, sha256Hex, signLines, type SigningContext } from "./sigv4.ts";

export interface AwsChunkedOptions {
  /** The signature that the first piece continues; absent for `STREAMING-UNSIGNED-PAYLOAD-TRAILER`. */
  readonly signedFrom?: { readonly context: SigningContext; readonly signature: string };
  readonly onTrailer: (name: string, value: string) => void;
}

/** Longest header or trailer line; real ones stay under 200 bytes. */
const MAX_LINE_BYTES = 4096;

/**
 * Yields the decoded bytes as they arrive and gathers none. Bytes of a piece with a wrong signature are
 * yielded before that is known, so the caller must not use any byte before the end.
 *
 * @throws {S3Error} IncompleteBody, SignatureDoesNotMatch, MalformedTrailerError
 * @see https://docs.aws.amazon.com/AmazonS3/latest/API/sigv4-streaming.html
 */
export async function* decodeAwsChunked(
  source: AsyncIterable<Buffer>,
  { signedFrom, onTrailer }: AwsChunkedOptions,
): AsyncGenerator<Buffer, void, undefined> {
  const reader = new ByteReader(source);
  let previous = signedFrom?.signature ?? "";
  for (;;) {
    const header = await reader.line();
    const [, sizeHex, signature] =
      /^([0-9a-fA-F]{1,8})(?:;chunk-signature=([0-9a-f]{64}))?$/.exec(header ?? "") ?? [];
    if (sizeHex === undefined) throw incomplete("a piece does not start with its size");
    const sizeBytes = Number.parseInt(sizeHex, 16);
    const hash = createHash("sha256");
    for await (const bytes of reader.take(sizeBytes)) {
      if (signedFrom !== undefined) hash.update(bytes);
      yield bytes;
    }
    if (signedFrom !== undefined) {
      const expected = pieceSignature(signedFrom.context, previous, hash.digest("hex"));
      assertSignature(signature, expected);
      previous = expected;
    }
    if (sizeBytes === 0) break;
    if ((await reader.line()) !== "") throw incomplete("a piece is longer than its size says");
  }
  await readTrailer(reader, previous, signedFrom?.context, onTrailer);
}

function pieceSignature(context: SigningContext, previous: string, dataHash: string): string {
  return signLines(context, "AWS4-HMAC-SHA256-PAYLOAD", previous, sha256Hex(""), dataHash);
}

async function readTrailer(
  reader: ByteReader,
  previous: string,
  context: SigningContext | undefined,
  onTrailer: AwsChunkedOptions["onTrailer"],
): Promise<void> {
  let signedText = "";
  let signature: string | undefined;
  for (let line = await reader.line(); line !== undefined; line = await reader.line()) {
    if (line === "") continue;
    const [, name, value] = /^([a-z0-9-]+): ?(.*)$/.exec(line.trimEnd()) ?? [];
    if (name === undefined || value === undefined || signedText.length > MAX_LINE_BYTES) {
      throw new S3Error("MalformedTrailerError", "The trailer is not a short list of headers.");
    }
    if (name === "x-amz-trailer-signature") {
      signature = value;
    } else {
      signedText += `${name}:${value}\n`;
      onTrailer(name, value);
    }
  }
  if (context !== undefined && signedText !== "") {
    const text = sha256Hex(signedText);
    assertSignature(signature, signLines(context, "AWS4-HMAC-SHA256-TRAILER", previous, text));
  }
}

function assertSignature(given: string | undefined, expected: string): void {
  if (given === undefined || !sameSignature(given, expected)) {
    throw new S3Error("SignatureDoesNotMatch", "The signature of a piece of the body is wrong.");
  }
}

const incomplete = (why: string): S3Error =>
  new S3Error("IncompleteBody", `The request body is not valid aws-chunked: ${why}.`);

/** Reads lines and counted bytes from a stream, holding at most one of its buffers. */
class ByteReader {
  readonly #source: AsyncIterator<Buffer>;
  #held: Buffer = Buffer.alloc(0);

  constructor(source: AsyncIterable<Buffer>) {
    this.#source = source[Symbol.asyncIterator]();
  }

  /** The next line without its line end; `undefined` at the end of the stream. */
  async line(): Promise<string | undefined> {
    let end = this.#held.indexOf("\n");
    while (end === -1) {
      if (this.#held.length > MAX_LINE_BYTES) throw incomplete("a line has no end");
      const next = await this.#source.next();
      if (next.done === true) {
        if (this.#held.length === 0) return undefined;
        throw incomplete("it ends within a line");
      }
      this.#held = Buffer.concat([this.#held, next.value]);
      end = this.#held.indexOf("\n");
    }
    const line = this.#held.subarray(0, end).toString("latin1");
    this.#held = this.#held.subarray(end + 1);
    return line.endsWith("\r") ? line.slice(0, -1) : line;
  }

  async *take(sizeBytes: number): AsyncGenerator<Buffer, void, undefined> {
    let left = sizeBytes;
    while (left > 0) {
      if (this.#held.length === 0) {
        const next = await this.#source.next();
        if (next.done === true) throw incomplete("it ends within a piece");
        this.#held = next.value;
      }
      const bytes = this.#held.subarray(0, left);
      this.#held = this.#held.subarray(bytes.length);
      left -= bytes.length;
      yield bytes;
    }
  }
}
