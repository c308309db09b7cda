// The meaning of an answer that neither our API nor S3 gave, but a hotel's sign-in page, a company's proxy, a
// filter or a load balancer. Such an answer says nothing about a segment, so it is never final.
import type { ErrorCode } from "./error-codes.ts";
import { AppError } from "./errors.ts";
import { MAX_DELAY_MS } from "./retry.ts";
import { retryAfterMs } from "./retry-after.ts";

/** The side that the request was for. */
export type Asked = "bucket" | "service";

export interface ForeignAnswer {
  readonly status: number;
  /** The answer's `Retry-After`; `null` when it has none, or the browser may not read it. */
  readonly retryAfter: string | null;
}

/** Gateways and load balancers answer so while the server behind them is away. @see RFC 9110 §15.6 */
const AWAY: ReadonlySet<number> = new Set([500, 502, 503, 504]);

const BLOCKED = {
  bucket: "BUCKET_BLOCKED",
  service: "SERVICE_BLOCKED",
} as const satisfies Record<Asked, ErrorCode>;

/** @returns an error that carries the status, and nothing of the URL or the body */
export function foreignAnswerError(asked: Asked, { status, retryAfter }: ForeignAnswer): AppError {
  const code = meaningOf(asked, status);
  const waitMs = waitOf(code, retryAfter);
  return new AppError(code, `Something else than the ${asked} answered with ${status}.`, {
    details: {
      status,
      // A proxy may slow us down, but not for longer than we would wait by ourselves.
      ...(waitMs === undefined ? {} : { retryAfterMs: Math.min(waitMs, MAX_DELAY_MS) }),
    },
  });
}

/**
 * A `Retry-After` counts only when the other side is busy or away. With any other refusal it would delay
 * people who have just signed in to the network, or repaired the bucket's policy.
 */
export function waitOf(code: ErrorCode, retryAfter: string | null): number | undefined {
  const isBusy = code === "THROTTLED" || code === "SERVICE_UNAVAILABLE";
  return isBusy ? retryAfterMs(retryAfter) : undefined;
}

function meaningOf(asked: Asked, status: number): ErrorCode {
  if (status === 408) return "TIMEOUT";
  if (status === 429) return "THROTTLED";
  return AWAY.has(status) ? "SERVICE_UNAVAILABLE" : BLOCKED[asked];
}
