// The worker's side of one Lambda instance: passes events to the shipped handler and answers back. With its
// own module graph and environment, the handler reads its configuration exactly as on AWS.
import { parentPort } from "node:worker_threads";
import type { Context } from "aws-lambda";
import type { Invocation, Outcome, Ready } from "./worker-protocol.ts";
import { withClockAhead } from "./wrong-clock.ts";

/**
 * Called once by the module that a worker is started with.
 *
 * @param name - the function's name in its context
 */
export function serveInvocations<Event, Result>(
  handler: (event: Event, context: Context) => Promise<Result>,
  name: string,
): void {
  const port = parentPort;
  if (port === null) throw new Error("a Lambda instance runs as a worker thread only");
  port.on("message", (invocation: Invocation<Event>) => {
    const { requestId, event, clockAheadMs, timeoutMs } = invocation;
    const context = lambdaContext(requestId, name, timeoutMs);
    withClockAhead(clockAheadMs, () => handler(event, context)).then(
      (result) => port.postMessage({ requestId, result } satisfies Outcome<Result>),
      (thrown: unknown) =>
        port.postMessage({
          requestId,
          failed: thrown instanceof Error ? (thrown.stack ?? thrown.message) : String(thrown),
          errorMessage: thrown instanceof Error ? thrown.message : String(thrown),
        } satisfies Outcome<Result>),
    );
  });
  port.postMessage({ ready: true } satisfies Ready);
}

function lambdaContext(awsRequestId: string, name: string, timeoutMs: number): Context {
  const deadlineMs = Date.now() + timeoutMs;
  return {
    awsRequestId,
    callbackWaitsForEmptyEventLoop: false,
    functionName: name,
    functionVersion: "$LATEST",
    invokedFunctionArn: `arn:aws:lambda:us-east-1:000000000000:function:${name}`,
    logGroupName: `/aws/lambda/${name}`,
    logStreamName: "local",
    memoryLimitInMB: "1024",
    getRemainingTimeInMillis: () => deadlineMs - Date.now(),
    // Deprecated by AWS since Node 8; the type still asks for them.
    done: () => undefined,
    fail: () => undefined,
    succeed: () => undefined,
  };
}
