// Stands in function Api for the procedures that function SlowApi serves. CloudFront knows the way, but not before
// a deploy has reached all of its places: until then it sends a seal here. An answer that the procedure does not
// exist would be final, and a recorder would give the seal up.
import { AppError } from "@tapedeck/core/errors";
import { recordProcedure, router } from "../trpc.ts";

/** A deploy reaches CloudFront's places in minutes; a recorder that asks again soon loses nothing. */
const RETRY_AFTER_MS = 5_000;

const misrouted = recordProcedure.mutation((): never => {
  throw new AppError(
    "SERVICE_UNAVAILABLE",
    "Another function answers this call; the way to it is not open yet.",
    { details: { retryAfterMs: RETRY_AFTER_MS } },
  );
});

export const misroutedRecordingsRouter = router({
  seal: misrouted,
  recover: misrouted,
  delete: misrouted,
});
