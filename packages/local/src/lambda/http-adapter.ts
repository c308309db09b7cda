// HTTP ⇄ the event of a Lambda function URL. @see https://docs.aws.amazon.com/lambda/latest/dg/urls-invocation.html
import type { IncomingMessage, ServerResponse } from "node:http";
import type { HttpEvent, HttpResult } from "@tapedeck/functions/http";

/** What a function URL accepts before the function is even called: 6 MB. */
const MAX_BODY_BYTES = 6 * 1024 * 1024;

/** Nothing when the body is larger than Lambda takes. */
export async function toEvent(
  request: IncomingMessage,
  requestId: string,
): Promise<HttpEvent | undefined> {
  const body = await readBody(request);
  if (body === undefined) return undefined;
  const url = request.url ?? "/";
  const queryStart = url.indexOf("?");
  const rawPath = queryStart < 0 ? url : url.slice(0, queryStart);
  const rawQueryString = queryStart < 0 ? "" : url.slice(queryStart + 1);
  const { cookie, ...headers } = joinedHeaders(request);
  const now = new Date();
  return {
    version: "2.0",
    routeKey: "$default",
    rawPath,
    rawQueryString,
    ...(cookie === undefined ? {} : { cookies: cookie.split(/; */) }),
    headers,
    ...(rawQueryString === "" ? {} : { queryStringParameters: queryParameters(rawQueryString) }),
    requestContext: {
      accountId: "anonymous",
      apiId: "local",
      domainName: headers["host"] ?? "localhost",
      domainPrefix: "local",
      http: {
        method: request.method ?? "GET",
        path: rawPath,
        protocol: "HTTP/1.1",
        sourceIp: request.socket.remoteAddress ?? "",
        userAgent: headers["user-agent"] ?? "",
      },
      requestId,
      routeKey: "$default",
      stage: "$default",
      time: now.toUTCString(),
      timeEpoch: now.getTime(),
    },
    ...encodedBody(body, headers["content-type"]),
  };
}

export function sendResult(response: ServerResponse, result: HttpResult): void {
  for (const [name, value] of Object.entries(result.headers ?? {})) {
    response.setHeader(name, String(value));
  }
  if (result.cookies?.length) response.setHeader("set-cookie", result.cookies);
  response.statusCode = result.statusCode ?? 200;
  response.end(Buffer.from(result.body ?? "", result.isBase64Encoded ? "base64" : "utf8"));
}

async function readBody(request: IncomingMessage): Promise<Buffer | undefined> {
  // Refused by its announcement, so that the connection is still there to carry the answer.
  if (Number(request.headers["content-length"] ?? 0) > MAX_BODY_BYTES) return undefined;
  const pieces: Buffer[] = [];
  let sizeBytes = 0;
  for await (const piece of request as AsyncIterable<Buffer>) {
    sizeBytes += piece.length;
    if (sizeBytes > MAX_BODY_BYTES) return undefined;
    pieces.push(piece);
  }
  return Buffer.concat(pieces);
}

/** Lambda gives lower-case names and joins what came several times with a comma. */
function joinedHeaders(request: IncomingMessage): Record<string, string | undefined> {
  return Object.fromEntries(
    Object.entries(request.headersDistinct).map(([name, values]) => [
      name,
      values?.join(name === "cookie" ? "; " : ","),
    ]),
  );
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
