// The URL of a function of the API, as CloudFront sees it: Lambda answers itself when the function fails.
import { randomUUID } from "node:crypto";
import type { HttpEvent, HttpResult } from "@tapedeck/functions/http/lambda-http";
import { ANSWER_BYTES } from "../../../../infra/imitated/functions.ts";
import { jsonAnswer, type Answer } from "../edge/answer.ts";
import type { Origin } from "../edge/edge.ts";
import type { FunctionName } from "../edge/viewer-request.ts";
import type { Circumstances, Refusal } from "../faults/with-faults.ts";
import { NoInstanceError, type FunctionHost } from "./function-host.ts";
import { TimedOutError } from "./function-instance.ts";
import { toAnswer, toEvent } from "./http-adapter.ts";

export type ApiFunction = FunctionHost<HttpEvent, HttpResult>;

/** Those behind the edge. */
export type ApiFunctions = Readonly<Record<FunctionName, ApiFunction>>;

export function functionUrl(
  api: ApiFunction,
  { clockAheadMs, refusal }: Pick<Circumstances, "clockAheadMs" | "refusal">,
): Origin {
  return async (request) => {
    if (refusal !== undefined) return unavailable(refusal);
    const requestId = randomUUID();
    let result: HttpResult;
    try {
      result = await api.invoke(requestId, toEvent(request, requestId), clockAheadMs);
    } catch (thrown) {
      if (thrown instanceof NoInstanceError) return THROTTLED;
      return thrown instanceof TimedOutError ? TIMED_OUT : BROKEN;
    }
    return isTooLarge(result) ? BROKEN : toAnswer(result);
  };
}

/**
 * Every reserved instance has a call. The body is that of Lambda's TooManyRequestsException.
 *
 * @see https://docs.aws.amazon.com/lambda/latest/dg/urls-configuration.html#urls-throttling
 * @see https://docs.aws.amazon.com/lambda/latest/api/API_Invoke.html#API_Invoke_Errors
 */
const THROTTLED = jsonAnswer(429, {
  Reason: "ReservedFunctionConcurrentInvocationLimitExceeded",
  Type: "User",
  message: "Rate Exceeded.",
});

/** The function has thrown or died, or returned more than Lambda takes. */
const BROKEN = jsonAnswer(502, { Message: "Internal Server Error" });

/**
 * CloudFront waits as long for an origin as the API may take, and then answers with a page of its own:
 * its `originReadTimeout`, which SST leaves at 20 s.
 */
const TIMED_OUT: Answer = {
  status: 504,
  headers: { "content-type": "text/html" },
  body: Buffer.from(
    "<!doctype html><title>ERROR: The request could not be satisfied</title><h1>504 ERROR</h1>\n",
  ),
};

/** Lambda counts the JSON that the function returns, quotes and escapes included. */
function isTooLarge(result: HttpResult): boolean {
  return Buffer.byteLength(JSON.stringify(result)) > ANSWER_BYTES;
}

/** Lambda's answer in the function's place. */
function unavailable(refusal: Refusal): Answer {
  const isTimed = refusal.kind === "unavailable" && refusal.retryAfterSeconds !== undefined;
  const headers = isTimed ? { "retry-after": String(refusal.retryAfterSeconds) } : {};
  return jsonAnswer(503, { Message: "Service Unavailable" }, headers);
}
