// Presigns: a request becomes a URL that carries its own permission, by AWS Signature Version 4.
import { S3RequestPresigner } from "@aws-sdk/s3-request-presigner";
import type { Clock, ReadUrl } from "@tapedeck/core/ports";
import { SigningHash } from "./signing-hash.ts";
import { baseUrl, queryString, requestTo } from "./address.ts";
import type { BucketAddress, CredentialSource, UnsignedRequest } from "./address.ts";

/** The request that the URL allows. */
export interface ToPresign {
  readonly method: UnsignedRequest["method"];
  readonly key: string;
  /** The holder of the URL must send exactly these. */
  readonly headers: Readonly<Record<string, string>>;
  /** Parts of the URL. */
  readonly query: Readonly<Record<string, string>>;
  readonly expiresInSeconds: number;
}

export type Presign = (request: ToPresign) => Promise<ReadUrl>;

/**
 * Calls the presigner directly: `getSignedUrl` builds a whole client pipeline for each URL, which is some ten
 * times the work.
 */
export function createPresign(
  address: BucketAddress,
  credentials: CredentialSource,
  clock: Clock,
): Presign {
  const presigner = new S3RequestPresigner({
    region: address.region,
    credentials,
    sha256: SigningHash,
  });
  const base = baseUrl(address);

  return async ({ method, key, headers, query, expiresInSeconds }) => {
    const signingDate = new Date(Math.floor(clock.nowMicros() / 1_000_000) * 1000);
    const request = { ...requestTo(base, method, key, headers), query: { ...query } };
    const signed = await presigner.presign(request, {
      expiresIn: expiresInSeconds,
      signingDate,
      // By default every x-amz-* header moves into the query, where S3 ignores a checksum …
      unhoistableHeaders: new Set(Object.keys(headers)),
      // … and some headers are left unsigned.
      signableHeaders: new Set(["cache-control", "content-type"]),
    });
    return {
      url: `${base.origin}${signed.path}?${queryString(signed.query ?? {})}`,
      expiresAt: new Date(signingDate.getTime() + expiresInSeconds * 1000).toISOString(),
    };
  };
}
