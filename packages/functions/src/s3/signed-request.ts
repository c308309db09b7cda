// Signs requests to the bucket and sends them, without the SDK's pipeline and its retries.
import { hash } from "node:crypto";
import * as http from "node:http";
import * as https from "node:https";
import { SignatureV4 } from "@smithy/signature-v4";
import {
  baseUrl,
  queryString,
  requestTo,
  type BucketAddress,
  type CredentialSource,
  type UnsignedRequest,
} from "./address.ts";
import { SigningHash } from "./signing-hash.ts";

/** As many as the SDK opens. */
const MAX_SOCKETS = 50;
/** A page of 1000 keys in S3's XML takes 0.4 MB. */
const MAX_BODY_BYTES = 1024 * 1024;

/** @see https://nodejs.org/api/http.html#requestreusedsocket */
const CLOSED_CODES: ReadonlySet<string> = new Set(["ECONNRESET", "EPIPE"]);

export interface SignedRequest {
  readonly method: UnsignedRequest["method"];
  /** Empty for the bucket itself. */
  readonly key: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly query?: Readonly<Record<string, string>>;
  readonly body?: string;
}

/** @returns `undefined` when no answer came; the caller has to read the body, or to let it flow */
export type SendSigned = (request: SignedRequest) => Promise<http.IncomingMessage | undefined>;

/** @param timeoutMs - default 2 s: S3 answers in some 15 to 50 ms, and the SDK needs time as well */
export function createSignedSender(
  address: BucketAddress,
  credentials: CredentialSource,
  timeoutMs = 2000,
): SendSigned {
  const base = baseUrl(address);
  const signer = new SignatureV4({
    service: "s3",
    region: address.region,
    credentials,
    sha256: SigningHash,
    // S3 alone of all services signs the path as it is sent.
    uriEscapePath: false,
    applyChecksum: false,
  });
  const { Agent, request: send } = base.protocol === "https:" ? https : http;
  const agent = new Agent({ keepAlive: true, maxSockets: MAX_SOCKETS });

  async function signed({ method, key, headers, query = {}, body }: SignedRequest) {
    const unsigned = requestTo(base, method, key, { ...headers, ...bodyHeaders(body) });
    const { path, headers: all } = await signer.sign({ ...unsigned, query });
    const search = queryString(query);
    return { method, path: search === "" ? path : `${path}?${search}`, headers: all };
  }

  function ask(
    options: http.RequestOptions,
    body: string | undefined,
  ): Promise<http.IncomingMessage | "closed" | undefined> {
    const { hostname, port } = base;
    const answered = Promise.withResolvers<http.IncomingMessage | "closed" | undefined>();
    const request = send({ ...options, hostname, port, timeout: timeoutMs }, answered.resolve);
    request.on("timeout", () => request.destroy(new Error("no answer in time")));
    request.on("error", ({ code = "" }: NodeJS.ErrnoException) => {
      const wasClosed = request.reusedSocket && CLOSED_CODES.has(code);
      answered.resolve(wasClosed ? "closed" : undefined);
    });
    request.end(body);
    return answered.promise;
  }

  async function sent(request: SignedRequest): Promise<http.IncomingMessage | undefined> {
    const options = await signed(request);
    // S3 closes connections at rest. An instance that slept meanwhile has not seen it, and opens a new one.
    for (const from of [agent, false] as const) {
      const answer = await ask({ ...options, agent: from }, request.body);
      if (answer !== "closed") return answer;
    }
    return undefined;
  }

  // Where there are no credentials to sign with, the SDK finds the same, and says so.
  return (request) => sent(request).catch(() => undefined);
}

function bodyHeaders(body: string | undefined): Record<string, string> {
  if (body === undefined) return { "x-amz-content-sha256": "UNSIGNED-PAYLOAD" };
  return {
    "content-length": String(Buffer.byteLength(body)),
    "x-amz-content-sha256": hash("sha256", body),
  };
}

/** @returns `undefined` when the body does not come to its end, or is larger than any that is expected */
export async function textOf(answer: http.IncomingMessage): Promise<string | undefined> {
  if (Number(answer.headers["content-length"]) > MAX_BODY_BYTES) {
    answer.destroy();
    return undefined;
  }
  const pieces: Buffer[] = [];
  let sizeBytes = 0;
  try {
    for await (const piece of answer as AsyncIterable<Buffer>) {
      sizeBytes += piece.length;
      if (sizeBytes > MAX_BODY_BYTES) return undefined;
      pieces.push(piece);
    }
  } catch {
    return undefined;
  }
  return Buffer.concat(pieces).toString();
}
