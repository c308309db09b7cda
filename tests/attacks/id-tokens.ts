// ID tokens that are not for the sign-in that asks: the sign-in service sends them, as one that is mixed up or
// led astray would.
import type { IdTokenChange } from "@tapedeck/local/cognito/provider";
import { nowSeconds, type Attack } from "./arena.ts";
import { createBrowser } from "../fixtures/stack/http-browser.ts";
import { unlessTurnedAway } from "./sign-in-tricks.ts";

/** What a sign-in service may send that is not for this sign-in, by the rules of OpenID Connect Core §3.1.3.7. */
const ALTERED_ID_TOKENS: Readonly<Record<string, IdTokenChange>> = {
  "of another issuer": (claims) => ({ ...claims, iss: "https://evil.example" }),
  "without an issuer": ({ iss: _iss, ...claims }) => claims,
  "for another client": (claims) => ({ ...claims, aud: "tapedeck-cli" }),
  "without an audience": ({ aud: _aud, ...claims }) => claims,
  "that has expired": (claims) => ({ ...claims, exp: nowSeconds() - 60 }),
  "that never expires": ({ exp: _exp, ...claims }) => claims,
  "with another nonce": (claims) => ({ ...claims, nonce: "of-the-attacker" }),
  "without a nonce": ({ nonce: _nonce, ...claims }) => claims,
  "of a password given before": (claims) => ({
    ...claims,
    auth_time: nowSeconds() - 60,
  }),
  "that does not say when the password was given": ({ auth_time: _authTime, ...claims }) => claims,
  "that is missing": () => undefined,
};

export const idTokenAttacks: readonly Attack[] = Object.entries(ALTERED_ID_TOKENS).map(
  ([name, change]) => ({
    name: `sign-in: an ID token ${name}`,
    run: async (arena) => {
      const { cognito } = arena.stack;
      const browser = createBrowser(arena.stack);
      const callback = await browser.walkToCallback(await browser.beginSignIn(), "ben");
      cognito.alterIdTokens(change);
      try {
        return unlessTurnedAway(arena, await browser.visit(callback.href), browser);
      } finally {
        cognito.alterIdTokens();
      }
    },
  }),
);
