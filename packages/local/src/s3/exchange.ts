// The input of every operation: the verified request, the response to write, and the bucket.
import type { ServerResponse } from "node:http";
import type { S3EventRecord } from "aws-lambda";
import type { Statement } from "../../../../infra/imitated/permissions.ts";
import type { Authenticated } from "./authenticate.ts";
import type { CorsRule } from "./cors.ts";
import type { ObjectStore } from "./object-store.ts";
import { headerValue, queryValue, type S3Request } from "./request.ts";

export interface Bucket {
  readonly name: string;
  readonly store: ObjectStore;
  readonly corsRules: readonly CorsRule[];
  /** The actions that the bucket's policy denies every role. */
  readonly denied: readonly Statement[];
}

export interface Exchange {
  readonly request: S3Request;
  readonly response: ServerResponse;
  readonly authenticated: Authenticated;
  readonly bucket: Bucket;
  readonly region: string;
  readonly maxObjectBytes: number;
  readonly nowMs: () => number;
  readonly requestId: string;
  readonly onEvent: (record: S3EventRecord) => void;
}

export type Answer = (exchange: Exchange) => Promise<void>;

/** An `x-amz-*` header, or its value hoisted into a presigned query, which S3 takes as equal. */
export function amzValue(request: S3Request, name: string): string | undefined {
  return headerValue(request, name) ?? queryValue(request, name);
}
