// Where an object of the bucket is, as a request that the signers sign, and with whose credentials.
import { AppError } from "@tapedeck/core/errors";

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

/** Asked for each request, because Lambda's are temporary. */
export type CredentialSource = () => Promise<Credentials>;

/** What the SDK's signers take. */
export interface UnsignedRequest {
  readonly method: "GET" | "HEAD" | "PUT";
  readonly protocol: string;
  readonly hostname: string;
  readonly port?: number;
  /** Escaped. */
  readonly path: string;
  readonly query: Record<string, never>;
  readonly headers: Record<string, string>;
}

export function baseUrl({ bucket, region, endpoint }: BucketAddress): URL {
  return endpoint === undefined
    ? new URL(`https://${bucket}.s3.${region}.amazonaws.com/`)
    : new URL(`${endpoint}/${bucket}/`);
}

/** @param base - of the bucket: see {@link baseUrl} */
export function requestTo(
  base: URL,
  method: UnsignedRequest["method"],
  key: string,
  headers: Readonly<Record<string, string>>,
): UnsignedRequest {
  return {
    method,
    protocol: base.protocol,
    hostname: base.hostname,
    path: `${base.pathname}${key.split("/").map(uriEncode).join("/")}`,
    query: {},
    headers: { ...headers, host: base.host },
    ...(base.port === "" ? {} : { port: Number(base.port) }),
  };
}

/** What the SDK's signers give back. */
type Query = Readonly<Record<string, string | readonly string[] | null>>;

/** Escaped as the signers do it, without the question mark. */
export function queryString(query: Query): string {
  return Object.entries(query)
    .map(([name, value]) => {
      if (typeof value !== "string") throw new TypeError(`query ${name} must be one string`);
      return `${uriEncode(name)}=${uriEncode(value)}`;
    })
    .join("&");
}

/** @see https://docs.aws.amazon.com/AmazonS3/latest/API/sig-v4-header-based-auth.html (UriEncode) */
function uriEncode(text: string): string {
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
