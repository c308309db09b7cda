// Passes S3's notifications to a function that subscribes to them, as in infra/events.ts. A call that throws is
// logged and not tried again: Lambda would try again only after minutes.
import { randomUUID } from "node:crypto";
import type { S3Event, S3EventRecord } from "aws-lambda";
import type { FunctionHost } from "./function-host.ts";

/** A function that S3 calls. */
export type Subscriber = FunctionHost<Pick<S3Event, "Records">, void>;

export function createSubscription(ports: {
  readonly subscriber: Subscriber;
  /** Of the keys that it asks for. */
  readonly suffix: string;
  readonly clockAheadMs: () => number;
  readonly onLogLine: (line: string) => void;
}): (record: S3EventRecord) => void {
  const { subscriber, suffix, clockAheadMs, onLogLine } = ports;
  return (record) => {
    const { key } = record.s3.object;
    if (!key.startsWith("users/") || !key.endsWith(suffix)) return;
    const event = { Records: [record] };
    subscriber.invoke(randomUUID(), event, clockAheadMs()).catch((thrown: unknown) => {
      onLogLine(String(thrown));
    });
  };
}
