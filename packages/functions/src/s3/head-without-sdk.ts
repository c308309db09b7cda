// Sends HEAD requests by the thousand, without the SDK's pipeline. It takes plain answers only. For any other
// answer it says `unclear`, and the caller asks the SDK, which retries and names what went wrong.
import * as http from "node:http";
import * as https from "node:https";
import { SignatureV4 } from "@smithy/signature-v4";
import type { Clock, StoredObject } from "@tapedeck/core/ports";
import { nowMs } from "../clock.ts";
import { SigningHash } from "./signing-hash.ts";
import { baseUrl, requestTo, type BucketAddress, type CredentialSource } from "./address.ts";
import { unsignedHeadersIn } from "./unsigned-headers.ts";

/** As many as the SDK opens. */
const MAX_SOCKETS = 50;
/** A HEAD has no body to sign. */
const HEADERS = {
  "x-amz-checksum-mode": "ENABLED",
  "x-amz-content-sha256": "UNSIGNED-PAYLOAD",
};
/** A third of what S3 tolerates. @see https://docs.aws.amazon.com/AmazonS3/latest/API/ErrorResponses.html (RequestTimeTooSkewed) */
const CLOCK_TOLERANCE_MS = 5 * 60_000;
const METADATA_PREFIX = "x-amz-meta-";

export type HeadWithoutSdk = (key: string) => Promise<StoredObject | "absent" | "unclear">;

/**
 * The SDK's pipeline costs 0.5 to 0.9 ms of a core for each HEAD, this 0.2: sealing a day takes 17,280
 * of them, and the function has 0.58 of a core and 20 s (infra/api.ts).
 *
 * @param timeoutMs - default 2 s: S3 answers a HEAD in some 15 ms, and the SDK needs time as well
 */
export function createHeadWithoutSdk(
  address: BucketAddress,
  credentials: CredentialSource,
  clock: Clock,
  timeoutMs = 2000,
): HeadWithoutSdk {
  const { region } = address;
  const base = baseUrl(address);
  const signer = new SignatureV4({
    service: "s3",
    region,
    credentials,
    sha256: SigningHash,
    // S3 alone of all services signs the path as it is sent.
    uriEscapePath: false,
    applyChecksum: false,
  });
  const { Agent, request: send } = base.protocol === "https:" ? https : http;
  const agent = new Agent({ keepAlive: true, maxSockets: MAX_SOCKETS });

  async function ask(key: string): Promise<http.IncomingMessage> {
    const { method, path, headers } = await signer.sign(requestTo(base, "HEAD", key, HEADERS));
    const answered = Promise.withResolvers<http.IncomingMessage>();
    const { hostname, port } = base;
    const request = send(
      { agent, method, hostname, port, path, headers, timeout: timeoutMs },
      answered.resolve,
    );
    request.on("timeout", () => request.destroy(new Error("no answer in time")));
    request.on("error", answered.reject);
    request.end();
    return answered.promise;
  }

  return async (key) => {
    const answer = await ask(key).catch(() => undefined);
    // The socket is free for the next one when the (empty) body is read.
    answer?.resume();
    if (answer?.statusCode === 404) return "absent";
    // S3 does not tell our role whether a key exists: see absent.ts.
    if (answer?.statusCode === 403 && !isOutOfTime(answer, clock)) return "absent";
    return answer?.statusCode === 200 ? storedObject(answer) : "unclear";
  };
}

/**
 * S3 answers the same 403 when our clock is 15 minutes off, and a HEAD has no body with a code. The SDK then
 * sets its clock by S3's, and asks again.
 */
function isOutOfTime({ headers }: http.IncomingMessage, clock: Clock): boolean {
  const aheadMs = nowMs(clock) - Date.parse(headers.date ?? "");
  return !(Math.abs(aheadMs) < CLOCK_TOLERANCE_MS);
}

function storedObject({ headers }: http.IncomingMessage): StoredObject | "unclear" {
  const sizeBytes = Number(headers["content-length"]);
  const sha256 = headers["x-amz-checksum-sha256"];
  if (!Number.isSafeInteger(sizeBytes) || Array.isArray(sha256)) return "unclear";
  const metadata: Record<string, string> = {};
  for (const [name, value] of Object.entries(headers)) {
    if (name.startsWith(METADATA_PREFIX) && typeof value === "string")
      metadata[name.slice(METADATA_PREFIX.length)] = value;
  }
  return { sizeBytes, sha256, metadata, unsignedHeaders: unsignedHeadersIn(headers) };
}
