// Makes the whole file of each recording whose manifest S3 reports. It passes over every other object.
import type { S3Event } from "aws-lambda";
import { toAppError, type AppError } from "@tapedeck/core/errors";
import type { ErrorCode } from "@tapedeck/core/error-codes";
import { parseObjectKey, type ParsedKey } from "@tapedeck/core/object-key";
import { makeWholeFile } from "@tapedeck/core/usecase/make-whole-file";
import type { WholeFilePorts } from "@tapedeck/core/usecase/whole-file-ports";
import { keyOfEvent } from "./event-key.ts";
import type { Log } from "./log.ts";

/** What a repetition would meet again: the bucket's content is at fault, and its owner has to look. */
const REFUSALS: ReadonlySet<ErrorCode> = new Set([
  "MANIFEST_INVALID",
  "RECORDING_ALTERED",
  "RECORDING_INCOMPLETE",
  "WEBM_INVALID",
]);

export interface WholeFileDeps {
  readonly ports: WholeFilePorts;
  readonly log: Log;
}

/**
 * A refusal is logged and not thrown, because Lambda repeats an invocation that throws. Trouble with S3 is
 * thrown: a repetition helps there.
 */
export function createWholeFileMaker({ ports, log }: WholeFileDeps) {
  return async (event: S3Event, { awsRequestId }: { awsRequestId: string }): Promise<void> => {
    for (const { s3 } of event.Records) await make(keyOfEvent(s3.object.key), awsRequestId);
  };

  async function make(key: string, requestId: string): Promise<void> {
    const parsed = parsedOrForeign(key);
    if (parsed?.object.kind !== "manifest") return;
    const { identity, object } = parsed;
    try {
      const outcome = await makeWholeFile(object.recordingId, identity, ports);
      log.info(`whole file ${outcome}`, { requestId, key });
    } catch (thrown) {
      const error: AppError = toAppError(thrown);
      if (!REFUSALS.has(error.code)) throw thrown;
      // infra/alarms.ts counts this line.
      log.error("whole file refused", {
        requestId,
        key,
        appCode: error.code,
        reason: error.message,
      });
    }
  }
}

/** @returns `undefined` for a key of another program */
function parsedOrForeign(key: string): ParsedKey | undefined {
  try {
    return parseObjectKey(key);
  } catch (thrown) {
    if (toAppError(thrown).code === "KEY_INVALID") return undefined;
    throw thrown;
  }
}
