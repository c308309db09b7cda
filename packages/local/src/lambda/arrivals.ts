// Passes S3's notifications to the arrival check, subscribed as in infra/events.ts. A check that throws is
// logged and not tried again: Lambda would try again only after minutes.
import { randomUUID } from "node:crypto";
import type { S3Event, S3EventRecord } from "aws-lambda";
import type { FunctionHost } from "./function-host.ts";

export type ArrivalCheck = FunctionHost<Pick<S3Event, "Records">, void>;

export function createArrivals(ports: {
  readonly check: ArrivalCheck;
  readonly clockAheadMs: () => number;
  readonly onLogLine: (line: string) => void;
}): (record: S3EventRecord) => void {
  const { check, clockAheadMs, onLogLine } = ports;
  return (record) => {
    const { key } = record.s3.object;
    if (!key.startsWith("users/") || !key.endsWith(".webm")) return;
    check.invoke(randomUUID(), { Records: [record] }, clockAheadMs()).catch((thrown: unknown) => {
      onLogLine(String(thrown));
    });
  };
}
