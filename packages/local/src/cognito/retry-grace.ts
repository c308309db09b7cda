// Keeps a refresh token that was rotated out valid for a minute, as Cognito does, because the answer may have
// been lost; after that it is unknown. oidc-provider by itself would end the sign-in at its second use.
import type { Adapter } from "oidc-provider";

/** The value in infra/auth.ts, and the longest that Cognito allows. */
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
