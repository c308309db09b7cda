// The claims that make a token look like one of Cognito's.
// @see https://docs.aws.amazon.com/cognito/latest/developerguide/amazon-cognito-user-pools-using-the-access-token.html
// @see https://docs.aws.amazon.com/cognito/latest/developerguide/amazon-cognito-user-pools-using-the-id-token.html
import { randomUUID } from "node:crypto";
import type { PoolUser } from "./pool.ts";

/** The claims that both tokens of one sign-in share. */
export interface SignInFacts {
  /** When the person gave their password, in seconds; a refresh does not move it. */
  readonly authTimeSeconds: number | undefined;
  /** Names the sign-in: revoking its refresh token revokes every token with this value. */
  readonly originJti: string | undefined;
}

/** Added to the claims that oidc-provider writes itself: `iss sub client_id scope iat exp jti`. */
export function accessTokenClaims(user: PoolUser, facts: SignInFacts): Record<string, unknown> {
  return {
    ...sharedClaims(user, facts),
    token_use: "access",
    username: user.username,
    version: 2,
  };
}

/** Added to the claims that oidc-provider writes itself: `iss aud iat exp nonce`. */
export function idTokenClaims(user: PoolUser, facts: SignInFacts): Record<string, unknown> {
  return {
    ...sharedClaims(user, facts),
    token_use: "id",
    "cognito:username": user.username,
    jti: randomUUID(),
    email: user.email,
    email_verified: true,
    name: user.fullName,
  };
}

/** The claims that each scope lets into an ID token. */
export const CLAIMS_BY_SCOPE = {
  openid: [
    "sub",
    "auth_time",
    "cognito:groups",
    "cognito:username",
    "event_id",
    "jti",
    "origin_jti",
    "token_use",
  ],
  email: ["email", "email_verified"],
  profile: ["name"],
};

function sharedClaims(user: PoolUser, { authTimeSeconds, originJti }: SignInFacts) {
  return {
    ...(user.groups.length > 0 ? { "cognito:groups": user.groups } : {}),
    auth_time: authTimeSeconds,
    event_id: randomUUID(),
    origin_jti: originJti,
  };
}
