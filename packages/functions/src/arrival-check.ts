// For each object S3 tells of: read it, check it, tag it with the outcome, and log what failed.
import type { S3Event } from "aws-lambda";
import { AppError, toAppError } from "@tapedeck/core/errors";
import { LIMITS } from "@tapedeck/core/limits";
import { parseObjectKey } from "@tapedeck/core/object-key";
import { checkArrival } from "@tapedeck/core/usecase/check-arrival";
import type { ArrivedObjects } from "./arrived-objects.ts";
import type { Log } from "./log.ts";

/** `ok`, or the code of the first rule that the object breaks: see docs/errors.md. */
export const CHECKED_TAG = "tapedeck:checked";

/** What browsers send. */
const UPLOADED: ReadonlySet<string> = new Set(["segment", "upload"]);

export interface ArrivalDeps {
  readonly objects: ArrivedObjects;
  readonly log: Log;
}

/** What S3 tells of one object; of its notification only this is read. */
type Arrived = Pick<S3Event["Records"][number]["s3"]["object"], "key" | "size">;

/**
 * A failed check is an outcome, not an error: Lambda would try a thrown one twice more. What is
 * thrown is trouble with S3, where trying again helps.
 */
export function createArrivalCheck({ objects, log }: ArrivalDeps) {
  return async (event: S3Event, { awsRequestId }: { awsRequestId: string }): Promise<void> => {
    for (const { s3 } of event.Records) await check(s3.object, awsRequestId);
  };

  async function check({ key: encodedKey, size }: Arrived, requestId: string): Promise<void> {
    // Keys come encoded as form data. https://docs.aws.amazon.com/AmazonS3/latest/userguide/notification-content-structure.html
    const key = decodeURIComponent(encodedKey.replaceAll("+", " "));
    const failure = await failureOf(key, size);
    if (failure === "unchecked") return;
    if (failure !== undefined) {
      // infra/alarms.ts counts this line.
      const { code, message } = failure;
      log.error("arrival check failed", { requestId, key, appCode: code, reason: message });
    }
    await objects.tag(key, { [CHECKED_TAG]: failure?.code ?? "ok" });
  }

  async function failureOf(key: string, size: number): Promise<AppError | "unchecked" | undefined> {
    try {
      // The rest is the API's own: JSON, and files of any size, joined from segments that were checked.
      if (!UPLOADED.has(parseObjectKey(key).object.kind)) return "unchecked";
      if (size > LIMITS.objectBytes) {
        throw new AppError(
          "INPUT_INVALID",
          `An object may have ${LIMITS.objectBytes} bytes, got ${size}.`,
        );
      }
      const object = await objects.read(key);
      if (object === undefined) return "unchecked";
      checkArrival({ key, ...object });
      return undefined;
    } catch (thrown) {
      const error = toAppError(thrown);
      if (error.code === "INTERNAL") throw thrown;
      return error;
    }
  }
}
