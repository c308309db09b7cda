// What a function URL behind CloudFront is called with.
// @see https://docs.aws.amazon.com/lambda/latest/dg/urls-invocation.html#urls-payloads
import type { HttpEvent } from "@tapedeck/functions/http/lambda-http";

export interface HttpCall {
  readonly path: string;
  readonly method?: "GET" | "POST";
  /** Without the question mark. */
  readonly query?: string;
  readonly body?: string;
  /** The caller's own; CloudFront's function moves it beside CloudFront's signature. */
  readonly token?: string;
}

export function httpEvent({ path, method = "POST", query = "", body, token }: HttpCall): HttpEvent {
  const host = "abcdefghij.lambda-url.us-east-1.on.aws";
  return {
    version: "2.0",
    routeKey: "$default",
    rawPath: path,
    rawQueryString: query,
    headers: {
      host,
      authorization:
        "AWS4-HMAC-SHA256 Credential=ASIAEXAMPLE/20261123/us-east-1/lambda/aws4_request, SignedHeaders=host, Signature=00",
      "content-type": "application/json",
      "x-forwarded-host": "d111111abcdef8.cloudfront.net",
      ...(token === undefined ? {} : { "x-tapedeck-authorization": `Bearer ${token}` }),
    },
    requestContext: {
      accountId: "anonymous",
      apiId: "abcdefghij",
      domainName: host,
      domainPrefix: "abcdefghij",
      http: { method, path, protocol: "HTTP/1.1", sourceIp: "192.0.2.1", userAgent: "test" },
      requestId: "00000000-0000-4000-8000-000000000000",
      routeKey: "$default",
      stage: "$default",
      time: "23/Nov/2026:08:15:30 +0000",
      timeEpoch: 1_795_421_730_000,
    },
    ...(body === undefined ? {} : { body }),
    isBase64Encoded: false,
  };
}
