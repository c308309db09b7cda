// Reads and checks each object that S3 reports. An object that fails is tagged and logged.
import type { S3Event } from "aws-lambda";
import { AppError, toAppError } from "@tapedeck/core/errors";
import { LIMITS } from "@tapedeck/core/limits";
import { parseObjectKey } from "@tapedeck/core/object-key";
import { quote } from "@tapedeck/core/quote";
import { checkArrival } from "@tapedeck/core/usecase/check-arrival";
import type { ArrivedObject, ArrivedObjects } from "./s3/arrived-objects.ts";
import { keyOfEvent } from "./event-key.ts";
import type { Log } from "./log.ts";

/**
 * Its value is the code of the first rule that the object breaks (docs/errors.md). An object that passes gets
 * no tag: the request for one costs as much as storing a segment of 5 s for a month.
 */
export const CHECKED_TAG = "tapedeck:checked";

/** The kinds of object that browsers send. */
const UPLOADED: ReadonlySet<string> = new Set(["segment", "upload"]);

export interface ArrivalDeps {
  readonly objects: ArrivedObjects;
  readonly log: Log;
}

/** The part of S3's notification that is read. */
type Arrived = Pick<S3Event["Records"][number]["s3"]["object"], "key" | "size">;

/**
 * A failed check is logged and not thrown, because Lambda repeats an invocation that throws. Only trouble
 * with S3 is thrown: a repetition helps there.
 */
export function createArrivalCheck({ objects, log }: ArrivalDeps) {
  return async (event: S3Event, { awsRequestId }: { awsRequestId: string }): Promise<void> => {
    for (const { s3 } of event.Records) await check(s3.object, awsRequestId);
  };

  async function check({ key: encodedKey, size }: Arrived, requestId: string): Promise<void> {
    const key = keyOfEvent(encodedKey);
    const failure = await failureOf(key, size);
    if (failure === undefined || failure === "unchecked") return;
    if (failure === "gone") {
      // The recording was deleted at once. If this line comes for every object, the role lacks a right.
      log.info("arrived object is gone", { requestId, key });
      return;
    }
    const { code, message } = failure;
    // infra/alarms.ts counts this line. It comes first: a role that may not tag must not silence it.
    log.error("arrival check failed", { requestId, key, appCode: code, reason: message });
    await objects.tag(key, { [CHECKED_TAG]: code });
  }

  async function failureOf(
    key: string,
    size: number,
  ): Promise<AppError | "unchecked" | "gone" | undefined> {
    try {
      // Grants name segments and one-off uploads only; the API alone writes the other kinds.
      if (!UPLOADED.has(parseObjectKey(key).object.kind)) return "unchecked";
      if (size > LIMITS.objectBytes) {
        throw new AppError(
          "INPUT_INVALID",
          `An object may have ${LIMITS.objectBytes} bytes, got ${size}.`,
        );
      }
      const object = await objects.read(key);
      if (object === undefined) return "gone";
      refuseUnsignedHeaders(object);
      checkArrival({ key, metadata: object.metadata, bytes: object.bytes });
      return undefined;
    } catch (thrown) {
      const error = toAppError(thrown);
      if (error.code === "INTERNAL") throw thrown;
      return error;
    }
  }
}

/** The holder of a grant can add these headers, and S3 stores them; an encoding makes plain bytes unplayable. */
function refuseUnsignedHeaders({ unsignedHeaders }: ArrivedObject): void {
  const [added] = Object.entries(unsignedHeaders);
  if (added === undefined) return;
  const [name, value] = added;
  throw new AppError(
    "INPUT_INVALID",
    `An object must be stored without the header ${name}, got ${quote(value)}.`,
  );
}
