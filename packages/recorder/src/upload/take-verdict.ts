// What follows from what the server has found in the bucket.
import type { SegmentVerdict } from "@tapedeck/core/contract";
import { AppError } from "@tapedeck/core/errors";
import type { Board } from "./board.ts";
import { takePlace, type Upload } from "./upload.ts";

/**
 * @param verdict - absent: the answer lacks one, although the upload was asked about
 * @param userType - under which it was looked for; one of the release before does not tell
 */
export function takeVerdict(
  board: Board,
  upload: Upload,
  verdict: SegmentVerdict | undefined,
  userType: string | undefined,
): void {
  switch (verdict?.state) {
    case "verified":
      takePlace(upload, userType);
      board.happen(upload, { kind: "found-verified" });
      return;
    case "mismatch":
      if (verdict.checksum === "absent") {
        const why = "The store gives no SHA-256 of what it holds.";
        board.fail([upload], new AppError("CHECKSUM_ABSENT", why));
      } else board.happen(upload, { kind: "given-up", code: "OBJECT_EXISTS" });
      return;
    case "missing":
      board.missing(upload);
      return;
    case undefined:
      board.fail([upload], new AppError("INTERNAL", "The answer lacks a verdict."));
  }
}
