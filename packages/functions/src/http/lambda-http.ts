// HTTP as Lambda sees it: the event taken apart once, and the few answers that are not tRPC's.
import type { APIGatewayProxyEventV2, APIGatewayProxyStructuredResultV2 } from "aws-lambda";
import { wireCodeOf, type WireCode } from "@tapedeck/core/wire-codes";
import { AppError } from "@tapedeck/core/errors";
import { LIMITS } from "@tapedeck/core/limits";

export type HttpEvent = APIGatewayProxyEventV2;
export type HttpResult = APIGatewayProxyStructuredResultV2;

/** @see RFC 9110 §15; the same numbers tRPC uses for its codes. */
const STATUS: Readonly<Record<WireCode, number>> = {
  BAD_REQUEST: 400,
  PARSE_ERROR: 400,
  UNAUTHORIZED: 401,
  FORBIDDEN: 403,
  NOT_FOUND: 404,
  METHOD_NOT_SUPPORTED: 405,
  CONFLICT: 409,
  PAYLOAD_TOO_LARGE: 413,
  UNPROCESSABLE_CONTENT: 422,
  TOO_MANY_REQUESTS: 429,
  SERVICE_UNAVAILABLE: 503,
  INTERNAL_SERVER_ERROR: 500,
};

/** A header of the request; Lambda gives the names in lower case. */
export function header(event: Pick<HttpEvent, "headers">, name: string): string | undefined {
  return event.headers[name];
}

/** The value of a cookie. If the name comes twice, one of them was planted, so neither counts. */
export function cookie(event: HttpEvent, name: string): string | undefined {
  return cookies(event).get(name);
}

/** The cookies by name, without those that come twice. */
export function cookies(event: HttpEvent): ReadonlyMap<string, string> {
  const pairs = (event.cookies ?? [])
    .flatMap((line) => line.split(/; */))
    .map((pair) => /^([^=]*)=(.*)$/s.exec(pair)?.slice(1) ?? []);
  const names = pairs.map(([name]) => name);
  return new Map(
    pairs.flatMap(([name, value]) =>
      name === undefined || value === undefined || names.indexOf(name) !== names.lastIndexOf(name)
        ? []
        : [[name, value]],
    ),
  );
}

/** Size of the body as it was sent, to within two bytes. */
export function bodyBytes(event: HttpEvent): number {
  const body = event.body ?? "";
  return event.isBase64Encoded ? Math.floor((body.length * 3) / 4) : Buffer.byteLength(body);
}

/** The one procedure that names every gap of a recording, and until 0.4 every segment. */
const SEAL_PATH = "/trpc/recordings.seal";

/** @throws {AppError} REQUEST_TOO_LARGE – before anything parses the body */
export function refuseLargeBody(event: HttpEvent): void {
  const limit = event.rawPath === SEAL_PATH ? LIMITS.sealRequestBytes : LIMITS.requestBytes;
  const sizeBytes = bodyBytes(event);
  if (sizeBytes <= limit) return;
  throw new AppError(
    "REQUEST_TOO_LARGE",
    `A request body may have ${limit} bytes, got ${sizeBytes}.`,
  );
}

export function json(statusCode: number, body: unknown): HttpResult {
  return {
    statusCode,
    headers: { "content-type": "application/json" },
    body: JSON.stringify(body),
  };
}

export function redirect(location: string, cookies: string[]): HttpResult {
  return { statusCode: 302, headers: { location }, cookies, body: "" };
}

/** An error outside tRPC: `{ appCode, message, requestId }`. The message of a bug stays in the log. */
export function errorResult(error: AppError, requestId: string): HttpResult {
  const wire = wireCodeOf(error.code);
  const message = wire === "INTERNAL_SERVER_ERROR" ? WITHHELD : error.message;
  return json(STATUS[wire], { appCode: error.code, message, requestId });
}

/** Callers learn this of a bug; the log has the rest under the request id. */
export const WITHHELD = "Something broke on our side. Quote the request id to the operator.";
