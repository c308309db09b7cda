// Presigns PUTs: fills core's GrantSigner with AWS Signature Version 4.
import { S3RequestPresigner } from "@aws-sdk/s3-request-presigner";
import type { Grant } from "@tapedeck/core/contract";
import { AppError } from "@tapedeck/core/errors";
import { LIMITS } from "@tapedeck/core/limits";
import type { Clock, GrantSigner, PutToSign } from "@tapedeck/core/ports";
import { PresignHash } from "./presign-hash.ts";

export interface BucketAddress {
  readonly bucket: string;
  readonly region: string;
  /** Origin of an S3-compatible store, addressed by path; without it AWS, by host name. */
  readonly endpoint?: string | undefined;
}

export interface Credentials {
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
  readonly sessionToken?: string;
}

type Presignable = Parameters<S3RequestPresigner["presign"]>[0];

/** Headers that browsers add and scripts may not set. */
const ADDED_BY_BROWSER = new Set(["host", "content-length"]);

/**
 * Talks to the presigner directly: `getSignedUrl` builds a whole client pipeline per URL, some ten
 * times the work (research/server.md §1).
 *
 * @param credentials - asked for each URL, because Lambda's are temporary
 */
export function createS3GrantSigner(
  address: BucketAddress,
  credentials: () => Promise<Credentials>,
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
      const request: Presignable = {
        method: "PUT",
        protocol: base.protocol,
        hostname: base.hostname,
        path: `${base.pathname}${put.key.split("/").map(escape).join("/")}`,
        query: {},
        headers: { ...headers, host: base.host },
        ...(base.port === "" ? {} : { port: Number(base.port) }),
      };
      const signed = await presigner.presign(request, {
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

function baseUrl({ bucket, region, endpoint }: BucketAddress): URL {
  return endpoint === undefined
    ? new URL(`https://${bucket}.s3.${region}.amazonaws.com/`)
    : new URL(`${endpoint}/${bucket}/`);
}

type Query = NonNullable<Presignable["query"]>;

function queryString(query: Query): string {
  return Object.entries(query)
    .map(([name, value]) => {
      if (typeof value !== "string") throw new TypeError(`query ${name} must be one string`);
      return `${escape(name)}=${escape(value)}`;
    })
    .join("&");
}

/** @see https://docs.aws.amazon.com/AmazonS3/latest/API/sig-v4-header-based-auth.html (UriEncode) */
function escape(text: string): string {
  return encodeURIComponent(text).replace(
    /[!'()*]/g,
    (char) => `%${char.charCodeAt(0).toString(16).toUpperCase()}`,
  );
}

/**
 * Lambda puts its role's credentials into the environment.
 *
 * @throws {AppError} SERVICE_UNAVAILABLE – there are none
 */
export function credentialsFrom(
  environment: Readonly<Record<string, string | undefined>>,
): Credentials {
  const accessKeyId = environment["AWS_ACCESS_KEY_ID"];
  const secretAccessKey = environment["AWS_SECRET_ACCESS_KEY"];
  const sessionToken = environment["AWS_SESSION_TOKEN"];
  if (accessKeyId === undefined || secretAccessKey === undefined) {
    throw new AppError("SERVICE_UNAVAILABLE", "The function has no credentials to sign with.");
  }
  return {
    accessKeyId,
    secretAccessKey,
    ...(sessionToken === undefined ? {} : { sessionToken }),
  };
}
