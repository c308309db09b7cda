// What follows from what the server has found in the bucket.
import type { SegmentVerdict } from "../contract.ts";
import { failed, missed } from "./failures.ts";
import { attemptsOf, resumed } from "./segment-state.ts";
import type { Step } from "./step.ts";
import { foundUnder, inState, type SegmentUpload } from "./upload-state.ts";

/**
 * @param answer.userType - under which the server looked for it; a server of the release before does not tell
 * @param answer.lacking - what it means that there is no verdict on it
 */
export function judged(
  upload: SegmentUpload,
  answer: {
    readonly verdicts: readonly SegmentVerdict[];
    readonly userType: string | undefined;
    readonly lacking: (upload: SegmentUpload) => SegmentUpload;
  },
  step: Step,
): SegmentUpload {
  const verdict = answer.verdicts.find(({ sequence }) => sequence === upload.record.sequence);
  if (verdict === undefined) return answer.lacking(upload);
  if (verdict.state === "verified") {
    return inState(foundUnder(upload, answer.userType), { kind: "verified" });
  }
  if (verdict.state === "missing") return missed(upload, step);
  // S3 has an object, and no checksum of it.
  if (verdict.checksum === "absent") return failed(upload, { code: "CHECKSUM_ABSENT" }, step);
  return inState(upload, { kind: "stuck", next: "uploaded", code: "OBJECT_EXISTS" });
}

/** The question went unanswered; it is asked again on the next occasion. */
export function askedLater(upload: SegmentUpload): SegmentUpload {
  return inState(upload, resumed("uploaded", attemptsOf(upload.state)));
}
