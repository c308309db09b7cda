// From an HTTP request to an answer: cross-origin rules, signature, operation, and every error as
// S3's XML. It does not listen: server.ts does, and faults may be put in between.
import { randomUUID } from "node:crypto";
import type { IncomingMessage, ServerResponse } from "node:http";
import { join } from "node:path";
import type { S3EventRecord } from "aws-lambda";
import { authenticate, type Authority } from "./authenticate.ts";
import { isBucketName } from "./bucket-name.ts";
import { addCorsHeaders, answerPreflight, type CorsRule } from "./cors.ts";
import { S3Error } from "./errors.ts";
import type { Bucket } from "./exchange.ts";
import { operationOf } from "./imitated.ts";
import { ObjectStore } from "./object-store.ts";
import { readRequest } from "./request.ts";
import { sendXml, textElement } from "./xml.ts";

export interface BucketOptions {
  readonly name: string;
  readonly corsRules: readonly CorsRule[];
}

export interface HandlerOptions extends Authority {
  /** One folder per bucket is made in it. */
  readonly dir: string;
  readonly buckets: readonly BucketOptions[];
  readonly maxObjectBytes: number;
  readonly onEvent: (record: S3EventRecord) => void;
}

export type RequestHandler = (message: IncomingMessage, response: ServerResponse) => void;

/** Opens the buckets on disk, which also sweeps what a crash left in them. */
export async function createS3Handler(options: HandlerOptions): Promise<RequestHandler> {
  const buckets = new Map<string, Bucket>();
  for (const { name, corsRules } of options.buckets) {
    if (!isBucketName(name)) throw new TypeError(`"${name}" cannot name a bucket.`);
    buckets.set(name, { name, corsRules, store: await ObjectStore.open(join(options.dir, name)) });
  }
  return (message, response) => {
    const requestId = randomUUID();
    response.setHeader("x-amz-request-id", requestId);
    answer(message, response, requestId, buckets, options).catch((thrown: unknown) => {
      sendError(message, response, requestId, thrown);
    });
  };
}

async function answer(
  message: IncomingMessage,
  response: ServerResponse,
  requestId: string,
  buckets: ReadonlyMap<string, Bucket>,
  options: HandlerOptions,
): Promise<void> {
  const request = readRequest(message);
  const bucket = buckets.get(request.bucket);
  const rules = bucket?.corsRules ?? [];
  if (request.method === "OPTIONS") {
    answerPreflight(request, response, rules);
    return;
  }
  addCorsHeaders(request, response, rules);
  const authenticated = authenticate(request, options);
  const operation = operationOf(request);
  if (bucket === undefined) {
    throw new S3Error("NoSuchBucket", "The specified bucket does not exist");
  }
  await operation({
    request,
    response,
    authenticated,
    bucket,
    requestId,
    region: options.region,
    maxObjectBytes: options.maxObjectBytes,
    nowMs: options.nowMs,
    onEvent: options.onEvent,
  });
}

/** Messages of our own errors are for the client; others may hold paths and stay here. */
function sendError(
  message: IncomingMessage,
  response: ServerResponse,
  requestId: string,
  thrown: unknown,
): void {
  // Half an answer cannot be mended, and a client that left mid-body reads none.
  if (response.headersSent || message.errored !== null || message.socket.destroyed) {
    response.destroy();
    return;
  }
  if (!(thrown instanceof S3Error)) process.emitWarning(describeBug(requestId, thrown));
  const error =
    thrown instanceof S3Error
      ? thrown
      : new S3Error("InternalError", "We encountered an internal error. Please try again.");
  if (message.method === "HEAD") {
    response.writeHead(error.status).end();
    return;
  }
  sendXml(
    response,
    error.status,
    "Error",
    textElement("Code", error.code),
    textElement("Message", error.message),
    textElement("RequestId", requestId),
  );
}

function describeBug(requestId: string, thrown: unknown): Error {
  return new Error(`The S3 stand-in failed at request ${requestId}`, { cause: thrown });
}
