// The URL of the API's function, as CloudFront meets it: what Lambda itself answers when the function
// does not.
import { randomUUID } from "node:crypto";
import type { HttpEvent, HttpResult } from "@tapedeck/functions/http";
import { ANSWER_BYTES } from "../../../../infra/imitated/functions.ts";
import { jsonAnswer, type Answer } from "../edge/answer.ts";
import type { Origin } from "../edge/edge.ts";
import type { Circumstances, Refusal } from "../faults/with-faults.ts";
import type { FunctionHost } from "./function-host.ts";
import { toAnswer, toEvent } from "./http-adapter.ts";

export type ApiFunction = FunctionHost<HttpEvent, HttpResult>;

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
    } catch {
      return BROKEN;
    }
    return isTooLarge(result) ? BROKEN : toAnswer(result);
  };
}

/** The function has thrown or died, or returned more than Lambda takes. */
const BROKEN = jsonAnswer(502, { Message: "Internal Server Error" });

/** Lambda counts the JSON that the function returns, quotes and escapes included. */
function isTooLarge(result: HttpResult): boolean {
  return Buffer.byteLength(JSON.stringify(result)) > ANSWER_BYTES;
}

/** As Lambda answers in the function's place. */
function unavailable(refusal: Refusal): Answer {
  const isTimed = refusal.kind === "unavailable" && refusal.retryAfterSeconds !== undefined;
  const headers = isTimed ? { "retry-after": String(refusal.retryAfterSeconds) } : {};
  return jsonAnswer(503, { Message: "Service Unavailable" }, headers);
}
