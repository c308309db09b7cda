// Cross-origin rules of a bucket, matched as S3 matches them: the first rule that fits decides.
import type { ServerResponse } from "node:http";
import { BUCKET_CORS } from "../../../../infra/imitated/browser-rules.ts";
import { S3Error } from "./errors.ts";
import type { S3Request } from "./request.ts";

/** @see https://docs.aws.amazon.com/AmazonS3/latest/userguide/ManageCorsUsing.html */
export interface CorsRule {
  /** Exact origins; `*` within one stands for anything, as in S3. */
  readonly allowedOrigins: readonly string[];
  readonly allowedMethods: readonly string[];
  /** Lower-case names, `*` as above. */
  readonly allowedHeaders: readonly string[];
  readonly exposeHeaders: readonly string[];
  readonly maxAgeSeconds: number;
}

/** The rule of Tapedeck's bucket, as in infra/storage.ts: the web app may put segments and read them. */
export function webAppCorsRule(allowedOrigins: readonly string[]): CorsRule {
  return { allowedOrigins, ...BUCKET_CORS };
}

/** Answers an OPTIONS request. @throws {S3Error} AccessForbidden, BadRequest */
export function answerPreflight(
  request: S3Request,
  response: ServerResponse,
  rules: readonly CorsRule[],
): void {
  const origin = request.headers.origin;
  const method = request.headers["access-control-request-method"];
  if (origin === undefined || method === undefined) {
    throw new S3Error(
      "BadRequest",
      "Insufficient information. Origin and Access-Control-Request-Method headers needed.",
    );
  }
  const asked = (request.headers["access-control-request-headers"] ?? "")
    .split(",")
    .map((name) => name.trim().toLowerCase())
    .filter((name) => name !== "");
  const rule = rules.find(
    (candidate) =>
      allows(candidate, origin, method) &&
      asked.every((name) => candidate.allowedHeaders.some((pattern) => fits(pattern, name))),
  );
  if (rule === undefined) {
    throw new S3Error(
      "AccessForbidden",
      rules.length === 0
        ? "CORSResponse: CORS is not enabled for this bucket."
        : "CORSResponse: This CORS request is not allowed.",
    );
  }
  allow(response, rule, origin);
  if (asked.length > 0) response.setHeader("access-control-allow-headers", asked.join(", "));
  response.setHeader("access-control-max-age", String(rule.maxAgeSeconds));
  response.writeHead(200).end();
}

/** When a rule fits, adds the headers that let the page read the answer, also an error. */
export function addCorsHeaders(
  request: S3Request,
  response: ServerResponse,
  rules: readonly CorsRule[],
): void {
  const origin = request.headers.origin;
  if (origin === undefined) return;
  const rule = rules.find((candidate) => allows(candidate, origin, request.method));
  if (rule !== undefined) allow(response, rule, origin);
}

function allow(response: ServerResponse, rule: CorsRule, origin: string): void {
  const isAnyone = rule.allowedOrigins.includes("*");
  response.setHeader("access-control-allow-origin", isAnyone ? "*" : origin);
  response.setHeader("access-control-allow-methods", rule.allowedMethods.join(", "));
  response.setHeader("access-control-expose-headers", rule.exposeHeaders.join(", "));
  if (!isAnyone) response.setHeader("access-control-allow-credentials", "true");
  response.setHeader(
    "vary",
    "Origin, Access-Control-Request-Headers, Access-Control-Request-Method",
  );
}

const allows = (rule: CorsRule, origin: string, method: string): boolean =>
  rule.allowedOrigins.some((pattern) => fits(pattern, origin)) &&
  rule.allowedMethods.includes(method);

/** A pattern may hold one `*`. */
function fits(pattern: string, text: string): boolean {
  const star = pattern.indexOf("*");
  if (star === -1) return pattern === text;
  return (
    text.length >= pattern.length - 1 &&
    text.startsWith(pattern.slice(0, star)) &&
    text.endsWith(pattern.slice(star + 1))
  );
}
