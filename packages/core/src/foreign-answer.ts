// What an answer means that neither our API nor S3 gave: the sign-in page of a hotel, a company's proxy,
// a filter, a load balancer. It says nothing of a segment, so it is never final.
import type { ErrorCode } from "./error-catalogue.ts";
import { AppError } from "./errors.ts";
import { MAX_DELAY_MS } from "./retry.ts";
import { retryAfterMs } from "./retry-after.ts";

/** Whom the request was for. */
export type Asked = "bucket" | "service";

export interface ForeignAnswer {
  readonly status: number;
  /** Its `Retry-After`; `null` where there is none, or it cannot be read. */
  readonly retryAfter: string | null;
}

/** What gateways and load balancers answer while that behind them is away. @see RFC 9110 §15.6 */
const AWAY: ReadonlySet<number> = new Set([500, 502, 503, 504]);

const BLOCKED = {
  bucket: "BUCKET_BLOCKED",
  service: "SERVICE_BLOCKED",
} as const satisfies Record<Asked, ErrorCode>;

/** The error carries the status and nothing of the URL or the body. */
export function foreignAnswerError(asked: Asked, { status, retryAfter }: ForeignAnswer): AppError {
  const code = meaningOf(asked, status);
  const waitMs = waitOf(code, retryAfter);
  return new AppError(code, `Something else than the ${asked} answered with ${status}.`, {
    details: {
      status,
      // A stranger may slow us down, but not for longer than we would wait by ourselves.
      ...(waitMs === undefined ? {} : { retryAfterMs: Math.min(waitMs, MAX_DELAY_MS) }),
    },
  });
}

/**
 * A `Retry-After` counts where the other side is busy or away. Beside any other refusal it would keep
 * people waiting who have just signed in to the network, or mended the bucket's policy.
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
