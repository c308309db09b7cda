// The worker that plays one Lambda instance: the shipped entry, in a module graph and an
// environment of its own, so that it reads its configuration exactly as it does on AWS.
import { parentPort } from "node:worker_threads";
import type { Context } from "aws-lambda";
import { handler } from "@tapedeck/functions/api";
import { withClockAhead } from "./wrong-clock.ts";
import type { Invocation, Outcome, Ready } from "./worker-protocol.ts";

/** Lambda's own budget for the API function; see infra/api.ts. */
const TIMEOUT_MS = 10_000;

const port = parentPort;
if (port === null) throw new Error("instance.ts runs as a worker thread only");

port.on("message", ({ requestId, event, clockAheadMs }: Invocation) => {
  withClockAhead(clockAheadMs, () => handler(event, lambdaContext(requestId))).then(
    (result) => port.postMessage({ requestId, result } satisfies Outcome),
    (thrown: unknown) =>
      port.postMessage({
        requestId,
        failed: thrown instanceof Error ? (thrown.stack ?? thrown.message) : String(thrown),
      } satisfies Outcome),
  );
});
port.postMessage({ ready: true } satisfies Ready);

function lambdaContext(awsRequestId: string): Context {
  const deadlineMs = Date.now() + TIMEOUT_MS;
  return {
    awsRequestId,
    callbackWaitsForEmptyEventLoop: false,
    functionName: "tapedeck-local-api",
    functionVersion: "$LATEST",
    invokedFunctionArn: "arn:aws:lambda:us-east-1:000000000000:function:tapedeck-local-api",
    logGroupName: "/aws/lambda/tapedeck-local-api",
    logStreamName: "local",
    memoryLimitInMB: "1024",
    getRemainingTimeInMillis: () => deadlineMs - Date.now(),
    // Deprecated by AWS since Node 8; the type still asks for them.
    done: () => undefined,
    fail: () => undefined,
    succeed: () => undefined,
  };
}
