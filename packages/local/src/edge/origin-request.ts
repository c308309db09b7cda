// The request that CloudFront sends to the function's URL: all of the viewer's headers except Host, its own
// signature, and the changes or the refusal of SST's signer at the edge.
import { createHash, randomUUID } from "node:crypto";
import { REQUEST_BODY_BYTES } from "../../../../infra/imitated/edge.ts";
import { jsonAnswer, type Answer } from "./answer.ts";
import type { RoutedRequest } from "./viewer-request.ts";

export interface ViewerRequest extends Omit<RoutedRequest, "to"> {
  readonly method: string;
  /** Cut somewhere above {@link REQUEST_BODY_BYTES}. */
  readonly body: Buffer;
  readonly sourceAddress: string;
}

export interface OriginRequest extends Omit<RoutedRequest, "to"> {
  readonly method: string;
  readonly body: Buffer;
}

/** The function's own host name, which only CloudFront uses. */
const FUNCTION_HOST = "api.lambda-url.local";

/**
 * Headers that CloudFront removes, and those that belong to one connection.
 *
 * @see https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/RequestAndResponseBehaviorCustomOrigin.html#request-custom-headers-behavior
 */
const REMOVED =
  /^(connection|expect|host|keep-alive|proxy-.*|te|trailer|transfer-encoding|upgrade|x-edge-.*|x-forwarded-(port|proto)|x-http-method-override|x-real-ip)$/;

/** The methods whose bodies SST's signer signs. */
const SIGNED = new Set(["POST", "PUT", "PATCH"]);

/** @returns the function's request, or the answer in its place */
export function toOrigin(viewer: ViewerRequest): OriginRequest | Answer {
  const { method, path, query, body } = viewer;
  const isSigned = SIGNED.has(method);
  if (isSigned && body.length > REQUEST_BODY_BYTES) return TOO_LARGE;
  // CloudFront refuses a body in a GET. In other methods the signer does not sign it, and Lambda refuses it.
  if (!isSigned && body.length > 0) return jsonAnswer(403, { Message: "Forbidden" });
  return {
    method,
    path,
    query,
    body,
    headers: { ...forwardedHeaders(viewer), ...(isSigned ? hashHeader(body) : {}) },
  };
}

/** The answer of SST's signer, word for word. tests/infra/edge-signer.test.ts compares it with that signer. */
const TOO_LARGE: Answer = {
  status: 413,
  headers: { "content-type": "application/json" },
  body: Buffer.from(
    '{"error":"Request body exceeds 1MB Lambda@Edge limit. Use presigned S3 URLs for large uploads."}',
  ),
};

const hashHeader = (body: Buffer) => ({
  "x-amz-content-sha256": createHash("sha256").update(body).digest("hex"),
});

function forwardedHeaders({ headers, sourceAddress }: ViewerRequest): Record<string, string> {
  const kept = Object.entries(headers).filter(([name]) => !REMOVED.test(name));
  const { host, "x-forwarded-for": forwardedFor } = headers;
  return {
    ...Object.fromEntries(kept),
    host: FUNCTION_HOST,
    // Access to the function's URL: the caller's own header travels beside it.
    authorization:
      "AWS4-HMAC-SHA256 Credential=LOCAL/20260101/us-east-1/lambda/aws4_request, SignedHeaders=host, Signature=0",
    ...(host === undefined ? {} : { "x-forwarded-host": host }),
    "x-forwarded-for": [forwardedFor, sourceAddress].filter(Boolean).join(","),
    "x-forwarded-port": "443",
    "x-forwarded-proto": "https",
    via: [headers["via"], "1.1 local.cloudfront.net (CloudFront)"].filter(Boolean).join(", "),
    "x-amz-cf-id": randomUUID(),
  };
}
