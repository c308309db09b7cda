// The cookie of a sign-in under way: what must survive the trip to the login page and back.
import * as z from "zod";
import { cookieRule } from "@tapedeck/core/cookie-rule";
import type { Clock } from "@tapedeck/core/ports";
import { nowMs } from "../../clock.ts";
import { cookie, type HttpEvent } from "../../http/lambda-http.ts";
import type { BegunSignIn } from "./oauth-client.ts";
import type { Sealer } from "./seal.ts";
import { setCookie } from "./set-cookie.ts";

const NAME = "tapedeck-sign-in";

/** A person may look for their password for this long. */
const LIFE_SECONDS = 10 * 60;

/**
 * The browser keeps the cookie longer, so that a sign-in that took too long is not taken for one of a
 * browser that keeps no cookies.
 */
const KEPT_SECONDS = 24 * 60 * 60;

const sealed = z.object({
  state: z.string(),
  nonce: z.string(),
  codeVerifier: z.string(),
  returnTo: z.string(),
  expiresAtMs: z.number(),
});
export type PendingSignIn = Omit<z.infer<typeof sealed>, "expiresAtMs">;

export interface SignInCookie {
  /** The sign-in that this browser has begun in the last ten minutes. */
  read(event: HttpEvent): (PendingSignIn & BegunSignIn) | undefined;
  set(pending: PendingSignIn): string;
  clear(): string;
}

/** @param siteOrigin - of the configuration: decides what the cookie is called */
export function createSignInCookie(sealer: Sealer, siteOrigin: string, clock: Clock): SignInCookie {
  const rule = cookieRule(siteOrigin);
  const name = `${rule.prefix}${NAME}`;
  return {
    read(event) {
      const parsed = sealed.safeParse(sealer.open(name, cookie(event, name) ?? ""));
      if (!parsed.success) return undefined;
      const { expiresAtMs, ...pending } = parsed.data;
      const leftMs = expiresAtMs - nowMs(clock);
      // Max-Age binds browsers, and not a thief of the cookie file.
      if (leftMs <= 0) return undefined;
      // The server's clock may have been set back since.
      const ageSeconds = Math.max(0, LIFE_SECONDS - Math.ceil(leftMs / 1000));
      return { ...pending, ageSeconds };
    },
    set: (pending) =>
      setCookie(rule, name, {
        value: sealer.seal(name, { ...pending, expiresAtMs: nowMs(clock) + LIFE_SECONDS * 1000 }),
        lifeSeconds: KEPT_SECONDS,
        // Because the browser comes back from the login page by a link from another site.
        sameSite: "Lax",
      }),
    clear: () => setCookie(rule, name, { value: "", lifeSeconds: 0, sameSite: "Lax" }),
  };
}
