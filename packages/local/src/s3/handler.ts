// From an HTTP request to an answer: cross-origin rules, signature, operation, and every error as
// S3's XML. It does not listen: server.ts does, with faults in between.
import { randomUUID } from "node:crypto";
import type { IncomingMessage, ServerResponse } from "node:http";
import { join } from "node:path";
import type { S3EventRecord } from "aws-lambda";
import type { Answerer, Refusal } from "../faults/with-faults.ts";
import type { Statement } from "../../../../infra/imitated/permissions.ts";
import { authenticate, type Authority } from "./authenticate.ts";
import { actionsOf, assertAllowed, contextOf, maySeeAbsence } from "./authorize.ts";
import { isBucketName } from "./bucket-name.ts";
import { addCorsHeaders, answerPreflight, type CorsRule } from "./cors.ts";
import { S3Error } from "./errors.ts";
import type { Bucket, Exchange } from "./exchange.ts";
import { operationOf, type Operation } from "./imitated.ts";
import { ObjectStore } from "./object-store.ts";
import { readRequest } from "./request.ts";
import { sendXml, textElement } from "./xml.ts";

export interface BucketOptions {
  readonly name: string;
  readonly corsRules: readonly CorsRule[];
  /** The actions that its policy denies every role; default none. */
  readonly denied?: readonly Statement[];
}

export interface HandlerOptions extends Authority {
  /** One folder per bucket is made in it. */
  readonly dir: string;
  readonly buckets: readonly BucketOptions[];
  readonly maxObjectBytes: number;
  readonly onEvent: (record: S3EventRecord) => void;
}

/** Opens the buckets on disk, and removes unfinished files of a crash. */
export async function createS3Handler(options: HandlerOptions): Promise<Answerer> {
  const buckets = new Map<string, Bucket>();
  for (const { name, corsRules, denied = [] } of options.buckets) {
    if (!isBucketName(name)) throw new TypeError(`"${name}" cannot name a bucket.`);
    const store = await ObjectStore.open(join(options.dir, name));
    buckets.set(name, { name, corsRules, denied, store });
  }
  return (message, response, circumstances) => {
    const requestId = randomUUID();
    response.setHeader("x-amz-request-id", requestId);
    const nowMs = () => options.nowMs() + circumstances.clockAheadMs;
    const { refusal } = circumstances;
    answer(message, response, requestId, buckets, { ...options, nowMs, refusal }).catch(
      (thrown: unknown) => {
        sendError(message, response, requestId, thrown);
      },
    );
  };
}

async function answer(
  message: IncomingMessage,
  response: ServerResponse,
  requestId: string,
  buckets: ReadonlyMap<string, Bucket>,
  options: HandlerOptions & { readonly refusal: Refusal | undefined },
): Promise<void> {
  const request = readRequest(message);
  const bucket = buckets.get(request.bucket);
  const rules = bucket?.corsRules ?? [];
  if (request.method === "OPTIONS") {
    answerPreflight(request, response, rules);
    return;
  }
  addCorsHeaders(request, response, rules);
  if (options.refusal !== undefined) refuse(options.refusal, response);
  const authenticated = authenticate(request, options);
  const operation = operationOf(request);
  if (bucket === undefined) {
    throw new S3Error("NoSuchBucket", "The specified bucket does not exist");
  }
  await perform(operation, {
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

async function perform({ action, answer: answerTo }: Operation, exchange: Exchange): Promise<void> {
  const { request, bucket, authenticated } = exchange;
  const { role } = authenticated;
  if (action !== undefined) {
    const { key } = request;
    for (const needed of actionsOf(action, request)) {
      const context = contextOf(needed, request);
      assertAllowed({ action: needed, key, context }, role, bucket.denied);
    }
  }
  try {
    await answerTo(exchange);
  } catch (thrown) {
    // A conditional PUT may say 404 to every role.
    const isAbsent = thrown instanceof S3Error && thrown.code === "NoSuchKey";
    if (!isAbsent || action === "s3:PutObject" || maySeeAbsence(role)) throw thrown;
    throw new S3Error("AccessDenied", "Access Denied");
  }
}

/** Refuses as S3 does under load: after the cross-origin rules, so that a page can read the code. @throws {S3Error} */
function refuse(refusal: Refusal, response: ServerResponse): never {
  if (refusal.kind === "slow-down") {
    throw new S3Error("SlowDown", "Please reduce your request rate.");
  }
  if (refusal.kind === "refuse") throw new S3Error(refusal.code, "Refused on purpose.");
  const { retryAfterSeconds } = refusal;
  if (retryAfterSeconds !== undefined) response.setHeader("retry-after", String(retryAfterSeconds));
  throw new S3Error("ServiceUnavailable", "Service is unable to handle request.");
}

/** Messages of our own errors go to the client; others may contain paths and stay here. */
function sendError(
  message: IncomingMessage,
  response: ServerResponse,
  requestId: string,
  thrown: unknown,
): void {
  // An answer that has begun cannot be replaced, and a client that left reads none.
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
