// Remembers which tokens were verified, so that the same one costs one signature check per instance.
import { hash } from "node:crypto";
import type { Clock } from "@tapedeck/core/ports";
import { nowMs } from "../clock.ts";
import type { AccessClaims, TokenVerifier } from "./token-verifier.ts";

/** A claim set takes about 1 KB: a hundredth of the function's memory at most. */
const MAX_REMEMBERED = 1_000;

/**
 * Only what was accepted is remembered, by its hash, and only until its own `exp`: a memory dump
 * holds no token, and a token lives no longer than without this. What is refused is checked anew.
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
