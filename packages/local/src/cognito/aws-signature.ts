// Decides which key signed a request to one of AWS's JSON APIs. The arithmetic is that of S3's, in s3/sigv4.ts.
import type { IncomingHttpHeaders } from "node:http";
import {
  canonicalRequest,
  parseCredential,
  sameSignature,
  sha256Hex,
  sign,
  signingContext,
} from "../s3/sigv4.ts";

export interface SigningKeyPair {
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
  readonly sessionToken: string;
}

/** AWS's signatures are good for five minutes. @see https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_sigv.html */
const MAX_SKEW_MS = 5 * 60_000;

const AUTHORIZATION =
  /^AWS4-HMAC-SHA256 Credential=([^, ]+), ?SignedHeaders=([^, ]+), ?Signature=([0-9a-f]{64})$/;

/** Whether that key signed this POST of `/`, lately, for that region and service, with its token. */
export function isSignedBy(
  key: SigningKeyPair,
  request: { readonly headers: IncomingHttpHeaders; readonly body: Buffer },
  { region, service }: { readonly region: string; readonly service: string },
): boolean {
  const { headers, body } = request;
  const text = (name: string) => String(headers[name] ?? "");
  const [, credential = "", names = "", signature = ""] =
    AUTHORIZATION.exec(text("authorization")) ?? [];
  const scope = parseCredential(credential);
  const timestamp = text("x-amz-date");
  const signed = names.split(";");
  if (scope === undefined || scope.accessKeyId !== key.accessKeyId) return false;
  if (scope.region !== region || scope.service !== service) return false;
  if (text("x-amz-security-token") !== key.sessionToken) return false;
  if (!["host", "x-amz-date", "x-amz-target"].every((name) => signed.includes(name))) return false;
  if (!(Math.abs(Date.now() - dateOf(timestamp)) < MAX_SKEW_MS)) return false;
  const context = signingContext(key.secretAccessKey, timestamp, scope);
  const canonical = canonicalRequest({
    method: "POST",
    path: "/",
    query: [],
    signedHeaders: signed.map((name) => [name, text(name)]),
    payloadHash: sha256Hex(body),
  });
  return sameSignature(signature, sign(context, canonical));
}

function dateOf(timestamp: string): number {
  return Date.parse(
    timestamp.replace(/^(\d{4})(\d\d)(\d\d)T(\d\d)(\d\d)(\d\d)Z$/, "$1-$2-$3T$4:$5:$6Z"),
  );
}
