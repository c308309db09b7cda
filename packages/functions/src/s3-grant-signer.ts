// Presigns PUTs: fills core's GrantSigner with AWS Signature Version 4.
import { S3RequestPresigner } from "@aws-sdk/s3-request-presigner";
import type { Grant } from "@tapedeck/core/contract";
import { LIMITS } from "@tapedeck/core/limits";
import type { Clock, GrantSigner, PutToSign } from "@tapedeck/core/ports";
import { PresignHash } from "./presign-hash.ts";
import { baseUrl, requestTo, uriEncode } from "./s3-address.ts";
import type { BucketAddress, CredentialSource } from "./s3-address.ts";

type Presignable = Parameters<S3RequestPresigner["presign"]>[0];

/** Headers that browsers add and scripts may not set. */
const ADDED_BY_BROWSER = new Set(["host", "content-length"]);

/**
 * Talks to the presigner directly: `getSignedUrl` builds a whole client pipeline per URL, some ten
 * times the work (research/server.md §1).
 */
export function createS3GrantSigner(
  address: BucketAddress,
  credentials: CredentialSource,
  clock: Clock,
): GrantSigner {
  const presigner = new S3RequestPresigner({
    region: address.region,
    credentials,
    sha256: PresignHash,
  });
  const base = baseUrl(address);

  return {
    async signPut(put: PutToSign): Promise<Grant> {
      const headers = headersToSign(put);
      const signingDate = new Date(Math.floor(clock.nowMicros() / 1_000_000) * 1000);
      const signed = await presigner.presign(requestTo(base, "PUT", put.key, headers), {
        expiresIn: LIMITS.grantExpiresInSeconds,
        signingDate,
        // By default every x-amz-* header moves into the query, where S3 ignores a checksum …
        unhoistableHeaders: new Set(Object.keys(headers)),
        // … and content-type is left unsigned.
        signableHeaders: new Set(["content-type"]),
      });
      return {
        key: put.key,
        url: `${base.origin}${signed.path}?${queryString(signed.query ?? {})}`,
        headers: Object.fromEntries(
          Object.entries(headers).filter(([name]) => !ADDED_BY_BROWSER.has(name)),
        ),
        expiresAt: new Date(
          signingDate.getTime() + LIMITS.grantExpiresInSeconds * 1000,
        ).toISOString(),
      };
    },
  };
}

/** What the grant binds: these bytes, of this type, once. @see DESIGN.md §6 */
function headersToSign(put: PutToSign): Record<string, string> {
  const metadata = Object.entries(put.metadata).map(([name, value]) => [
    `x-amz-meta-${name}`,
    value,
  ]);
  return {
    "content-length": String(put.sizeBytes),
    "content-type": put.contentType,
    "if-none-match": "*",
    "x-amz-checksum-sha256": put.sha256,
    ...(Object.fromEntries(metadata) as Record<string, string>),
  };
}

type Query = NonNullable<Presignable["query"]>;

function queryString(query: Query): string {
  return Object.entries(query)
    .map(([name, value]) => {
      if (typeof value !== "string") throw new TypeError(`query ${name} must be one string`);
      return `${uriEncode(name)}=${uriEncode(value)}`;
    })
    .join("&");
}
