// Decides whether a request is signed by one of our keys, for this time and region. authorize.ts decides what
// that key may do.
import type { Role } from "./authorize.ts";
import { S3Error } from "./errors.ts";
import { headerValue, queryValue, type S3Request } from "./request.ts";
import {
  ALGORITHM,
  canonicalRequest,
  parseCredential,
  sameSignature,
  sign,
  signingContext,
  type SigningContext,
} from "./sigv4.ts";

export interface AccessKey {
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
  /** The token of temporary credentials, as a function has: each request must carry it. */
  readonly sessionToken?: string;
  /** The role of the key; a key without a role is the owner's. */
  readonly role?: Role;
}

export interface Authority {
  readonly region: string;
  readonly keys: readonly AccessKey[];
  readonly nowMs: () => number;
}

/** A verified request: the hash that its body must have, and the start of its aws-chunked signatures. */
export interface Authenticated {
  readonly role: Role | undefined;
  /** Hex SHA-256 of the body, or `UNSIGNED-PAYLOAD`, `STREAMING-…`. */
  readonly payloadHash: string;
  readonly context: SigningContext;
  readonly signature: string;
}

/** S3 allows clocks to differ by 15 minutes. */
const MAX_SKEW_MS = 15 * 60_000;
/** Seven days, the longest life of a presigned URL. */
const MAX_EXPIRES_SECONDS = 604_800;

interface Claim {
  readonly form: "header" | "query";
  readonly credential: string;
  readonly signedHeaders: string;
  readonly signature: string;
  readonly timestamp: string;
  readonly payloadHash: string;
}

/** @throws {S3Error} for every request without a good signature */
export function authenticate(request: S3Request, authority: Authority): Authenticated {
  const inHeader = headerValue(request, "authorization");
  const inQuery = queryValue(request, "X-Amz-Algorithm");
  if (inHeader !== undefined && inQuery !== undefined) {
    throw new S3Error("InvalidArgument", "Only one auth mechanism allowed.");
  }
  if (inHeader !== undefined) {
    const claim = readHeaderClaim(request, inHeader);
    assertRecent(claim.timestamp, authority.nowMs());
    return verify(request, claim, authority);
  }
  if (inQuery !== undefined) {
    const claim = readQueryClaim(request, inQuery);
    assertNotExpired(request, claim.timestamp, authority.nowMs());
    return verify(request, claim, authority);
  }
  throw new S3Error("AccessDenied", "Access Denied");
}

function readHeaderClaim(request: S3Request, authorization: string): Claim {
  const fields =
    /^AWS4-HMAC-SHA256 Credential=([^, ]+), ?SignedHeaders=([^, ]+), ?Signature=([^, ]+)$/.exec(
      authorization,
    );
  const [, credential, signedHeaders, signature] = fields ?? [];
  if (credential === undefined || signedHeaders === undefined || signature === undefined) {
    throw new S3Error("AuthorizationHeaderMalformed", "The authorization header is malformed.");
  }
  const payloadHash = headerValue(request, "x-amz-content-sha256");
  if (payloadHash === undefined) {
    throw new S3Error("InvalidRequest", "Missing required header: x-amz-content-sha256");
  }
  const timestamp = headerValue(request, "x-amz-date");
  if (timestamp === undefined) {
    throw new S3Error("AccessDenied", "AWS authentication requires a valid x-amz-date header");
  }
  return { form: "header", credential, signedHeaders, signature, timestamp, payloadHash };
}

function readQueryClaim(request: S3Request, algorithm: string): Claim {
  if (algorithm !== ALGORITHM) {
    throw new S3Error(
      "AuthorizationQueryParametersError",
      `X-Amz-Algorithm only supports "${ALGORITHM}"`,
    );
  }
  const required = (name: string): string => {
    const value = queryValue(request, name);
    if (value === undefined || value === "") {
      throw new S3Error("AuthorizationQueryParametersError", `Query-string lacks ${name}.`);
    }
    return value;
  };
  return {
    form: "query",
    credential: required("X-Amz-Credential"),
    signedHeaders: required("X-Amz-SignedHeaders"),
    signature: required("X-Amz-Signature"),
    timestamp: required("X-Amz-Date"),
    payloadHash:
      headerValue(request, "x-amz-content-sha256") ??
      queryValue(request, "X-Amz-Content-Sha256") ??
      "UNSIGNED-PAYLOAD",
  };
}

function assertRecent(timestamp: string, nowMs: number): void {
  if (Math.abs(nowMs - parseTimestamp(timestamp)) > MAX_SKEW_MS) {
    throw new S3Error(
      "RequestTimeTooSkewed",
      "The difference between the request time and the current time is too large.",
    );
  }
}

function assertNotExpired(request: S3Request, timestamp: string, nowMs: number): void {
  const text = queryValue(request, "X-Amz-Expires") ?? "";
  const seconds = Number(text);
  if (!/^\d{1,9}$/.test(text) || seconds < 1 || seconds > MAX_EXPIRES_SECONDS) {
    throw new S3Error(
      "AuthorizationQueryParametersError",
      `X-Amz-Expires must be between 1 and ${MAX_EXPIRES_SECONDS} seconds.`,
    );
  }
  const signedAtMs = parseTimestamp(timestamp);
  if (nowMs > signedAtMs + seconds * 1000) {
    throw new S3Error("AccessDenied", "Request has expired");
  }
  if (nowMs < signedAtMs - MAX_SKEW_MS) {
    throw new S3Error("AccessDenied", "Request is not valid yet");
  }
}

function parseTimestamp(timestamp: string): number {
  const iso = timestamp.replace(/^(\d{4})(\d\d)(\d\d)T(\d\d)(\d\d)(\d\d)Z$/, "$1-$2-$3T$4:$5:$6Z");
  const parsedMs = iso === timestamp ? Number.NaN : Date.parse(iso);
  if (Number.isNaN(parsedMs)) {
    throw new S3Error("AccessDenied", "X-Amz-Date must be in the form YYYYMMDDTHHMMSSZ.");
  }
  return parsedMs;
}

function verify(request: S3Request, claim: Claim, authority: Authority): Authenticated {
  const scope = readScope(claim, authority);
  const key = findKey(scope.accessKeyId, sentToken(request), authority.keys);
  const names = claim.signedHeaders.split(";");
  assertHeadersSigned(request, names);
  const context = signingContext(key.secretAccessKey, claim.timestamp, scope);
  const expected = sign(
    context,
    canonicalRequest({
      method: request.method,
      path: request.path,
      query: request.query.filter(([name]) => name !== "X-Amz-Signature"),
      signedHeaders: names.map((name) => [name, headerValue(request, name) ?? ""]),
      payloadHash: claim.payloadHash,
    }),
  );
  if (!sameSignature(claim.signature, expected)) {
    throw new S3Error(
      "SignatureDoesNotMatch",
      "The request signature we calculated does not match the signature you provided.",
    );
  }
  return { role: key.role, payloadHash: claim.payloadHash, context, signature: expected };
}

function sentToken(request: S3Request): string | undefined {
  return (
    headerValue(request, "x-amz-security-token") ?? queryValue(request, "X-Amz-Security-Token")
  );
}

/**
 * S3 does not know a temporary key without its token.
 *
 * @see https://docs.aws.amazon.com/AmazonS3/latest/API/ErrorResponses.html
 */
function findKey(
  accessKeyId: string,
  token: string | undefined,
  keys: readonly AccessKey[],
): AccessKey {
  const key = keys.find((candidate) => candidate.accessKeyId === accessKeyId);
  if (key === undefined || (key.sessionToken !== undefined && token === undefined)) {
    throw new S3Error(
      "InvalidAccessKeyId",
      "The AWS Access Key Id you provided does not exist in our records.",
    );
  }
  if (key.sessionToken === token) return key;
  throw new S3Error("InvalidToken", "The provided token is malformed or otherwise not valid.");
}

function readScope({ form, credential, timestamp }: Claim, authority: Authority) {
  const malformed = (rule: string): S3Error =>
    form === "header"
      ? new S3Error(
          "AuthorizationHeaderMalformed",
          `The authorization header is malformed; ${rule}`,
        )
      : new S3Error("AuthorizationQueryParametersError", `Error parsing X-Amz-Credential; ${rule}`);
  const scope = parseCredential(credential);
  if (scope === undefined) throw malformed("the credential must have five fields.");
  if (scope.region !== authority.region) {
    throw malformed(`the region '${scope.region}' is wrong; expecting '${authority.region}'`);
  }
  if (scope.service !== "s3") throw malformed("this endpoint belongs to the service 's3'.");
  if (scope.terminator !== "aws4_request") throw malformed("it must end in aws4_request.");
  if (!timestamp.startsWith(scope.day)) throw malformed("its day is not the day of X-Amz-Date.");
  return scope;
}

/** An unsigned x-amz-* header could change an object that is stored under another program's signature. */
function assertHeadersSigned(request: S3Request, signed: readonly string[]): void {
  const missing = Object.keys(request.headerValues).filter(
    (name) => (name.startsWith("x-amz-") || name === "host") && !signed.includes(name),
  );
  if (missing.length > 0) {
    throw new S3Error(
      "AccessDenied",
      `There were headers present in the request which were not signed: ${missing.join(", ")}`,
    );
  }
}
