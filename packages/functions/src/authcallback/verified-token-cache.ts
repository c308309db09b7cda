// Caches verified tokens, so that each token costs one signature check per instance.
import { hash } from "node:crypto";
import type { Clock } from "@tapedeck/core/ports";
import { nowMs } from "../clock.ts";
import type { AccessClaims, TokenVerifier } from "./token-verifier.ts";

/** A claim set takes about 1 KB: a hundredth of the function's memory at most. */
const MAX_REMEMBERED = 1_000;

/**
 * The cache holds accepted tokens only, by their hash and until their `exp`: a memory dump holds no token, and
 * the cache extends no token's life. A refused token is checked again each time.
 */
export function withVerifiedTokenCache(
  verify: TokenVerifier,
  clock: Clock,
  maxRemembered: number = MAX_REMEMBERED,
): TokenVerifier {
  const remembered = new Map<string, AccessClaims>();
  return async (token) => {
    const key = hash("sha256", token, "base64url");
    const known = remembered.get(key);
    if (known !== undefined && known.exp * 1000 > nowMs(clock)) return known;
    remembered.delete(key);
    const claims = await verify(token);
    const [oldest] = remembered.keys();
    if (oldest !== undefined && remembered.size >= maxRemembered) remembered.delete(oldest);
    remembered.set(key, claims);
    return claims;
  };
}
