// HTTP ⇄ the event of a Lambda function URL. @see https://docs.aws.amazon.com/lambda/latest/dg/urls-invocation.html
import type { HttpEvent, HttpResult } from "@tapedeck/functions/http/lambda-http";
import type { Answer } from "../edge/answer.ts";
import type { OriginRequest } from "../edge/origin-request.ts";

export function toEvent(request: OriginRequest, requestId: string): HttpEvent {
  const { method, path, query } = request;
  const { cookie, ...headers } = request.headers;
  const now = new Date();
  return {
    version: "2.0",
    routeKey: "$default",
    rawPath: path,
    rawQueryString: query,
    ...(cookie === undefined ? {} : { cookies: cookie.split(/; */) }),
    headers,
    ...(query === "" ? {} : { queryStringParameters: queryParameters(query) }),
    requestContext: {
      accountId: "anonymous",
      apiId: "local",
      domainName: headers["host"] ?? "",
      domainPrefix: "local",
      http: {
        method,
        path,
        protocol: "HTTP/1.1",
        // CloudFront calls the function, not the caller.
        sourceIp: "192.0.2.1",
        userAgent: headers["user-agent"] ?? "",
      },
      requestId,
      routeKey: "$default",
      stage: "$default",
      time: now.toUTCString(),
      timeEpoch: now.getTime(),
    },
    ...encodedBody(request.body, headers["content-type"]),
  };
}

export function toAnswer(result: HttpResult): Answer {
  const headers = Object.entries(result.headers ?? {}).map(([name, value]) => [
    name.toLowerCase(),
    String(value),
  ]);
  return {
    status: result.statusCode ?? 200,
    headers: {
      ...(Object.fromEntries(headers) as Record<string, string>),
      ...(result.cookies?.length ? { "set-cookie": result.cookies } : {}),
    },
    body: Buffer.from(result.body ?? "", result.isBase64Encoded ? "base64" : "utf8"),
  };
}

function queryParameters(rawQueryString: string): Record<string, string> {
  const joined: Record<string, string> = {};
  for (const [name, value] of new URLSearchParams(rawQueryString)) {
    joined[name] = Object.hasOwn(joined, name) ? `${joined[name]},${value}` : value;
  }
  return joined;
}

function encodedBody(body: Buffer, contentType = ""): { body?: string; isBase64Encoded: boolean } {
  if (body.length === 0) return { isBase64Encoded: false };
  const isText = /^(text\/|application\/(json|xml|javascript|x-www-form-urlencoded))/.test(
    contentType,
  );
  return { body: body.toString(isText ? "utf8" : "base64"), isBase64Encoded: !isText };
}
