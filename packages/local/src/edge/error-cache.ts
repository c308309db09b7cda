// CloudFront's cache of errors. Its key is only path and query, so one caller's error answers the next caller,
// who has another token. AWS does not document whether a HEAD's error also answers a GET; here it does.
import { CUSTOM_ERROR_RESPONSES } from "../../../../infra/imitated/edge.ts";
import type { Answer } from "./answer.ts";

/** Seconds for a status that no custom error response names. */
const DEFAULT_TTL_SECONDS = 10;

/** @see https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/HTTPStatusCodes.html#HTTPStatusCodes-cached-errors */
const ALWAYS_CACHED = new Set([404, 405, 410, 414, 500, 501, 502, 503, 504]);
/**
 * CloudFront ignores `no-store` of every other status.
 *
 * @see https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/custom-error-pages-expiration.html
 */
const HEEDS_NO_STORE = new Set([404, 410, 414, 501]);
/** Statuses that are cached only as long as their `max-age` says. */
const CACHED_BY_MAX_AGE = new Set([400, 403, 412, 415]);

export class ErrorCache {
  readonly #kept = new Map<string, { readonly answer: Answer; readonly untilMs: number }>();
  readonly #nowMs: () => number;
  readonly #minTtlSeconds: ReadonlyMap<number, number>;

  /** @param customErrorResponses - default: what infra/web.ts deploys */
  constructor(nowMs: () => number, customErrorResponses = CUSTOM_ERROR_RESPONSES) {
    this.#nowMs = nowMs;
    this.#minTtlSeconds = new Map(
      customErrorResponses.map(({ errorCode, errorCachingMinTtl }) => [
        errorCode,
        errorCachingMinTtl,
      ]),
    );
  }

  find(key: string): Answer | undefined {
    const found = this.#kept.get(key);
    return found !== undefined && found.untilMs > this.#nowMs() ? found.answer : undefined;
  }

  /** Keeps what CloudFront would keep; every other answer passes. */
  keep(key: string, answer: Answer): void {
    const nowMs = this.#nowMs();
    for (const [old, { untilMs }] of this.#kept) if (untilMs <= nowMs) this.#kept.delete(old);
    const ttlSeconds = this.#ttlSeconds(answer);
    if (ttlSeconds > 0) this.#kept.set(key, { answer, untilMs: nowMs + ttlSeconds * 1000 });
  }

  #ttlSeconds({ status, headers }: Answer): number {
    const cacheControl = String(headers["cache-control"] ?? "");
    const maxAgeSeconds = Number(/\b(?:s-maxage|max-age)=(\d+)/.exec(cacheControl)?.[1] ?? 0);
    if (CACHED_BY_MAX_AGE.has(status)) return maxAgeSeconds;
    if (!ALWAYS_CACHED.has(status)) return 0;
    if (HEEDS_NO_STORE.has(status) && /no-store|no-cache|private/.test(cacheControl)) return 0;
    return Math.max(this.#minTtlSeconds.get(status) ?? DEFAULT_TTL_SECONDS, maxAgeSeconds);
  }
}
