// What Cognito makes of a refresh token that was rotated out: for a minute it still works, because the
// answer may have been lost, and after that it is unknown. oidc-provider by itself would end the whole
// sign-in at the second use, at once.
import type { Adapter } from "oidc-provider";

/** As infra/auth.ts sets it, and as long as Cognito lets anybody set it. */
const GRACE_SECONDS = 60;

/**
 * @param adapter - of refresh tokens
 * @see https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_RefreshTokenRotationType.html
 */
export function withRetryGrace(adapter: Adapter): Adapter {
  return {
    ...adapter,
    async find(id) {
      const payload = await adapter.find(id);
      const consumedSeconds: unknown = payload?.consumed;
      if (!payload || typeof consumedSeconds !== "number") return payload;
      delete payload.consumed;
      return consumedSeconds + GRACE_SECONDS > Date.now() / 1000 ? payload : undefined;
    },
  };
}
