// The cookie of a sign-in under way: what must survive the trip to the login page and back.
import * as z from "zod";
import { cookie, type HttpEvent } from "../http.ts";
import type { Sealer } from "./seal.ts";
import { setCookie } from "./set-cookie.ts";

const NAME = "__Host-tapedeck-sign-in";

/** A person may look for their password for this long. */
const LIFE_SECONDS = 10 * 60;

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
  read(event: HttpEvent): PendingSignIn | undefined;
  set(pending: PendingSignIn): string;
  clear(): string;
}

export function createSignInCookie(sealer: Sealer): SignInCookie {
  return {
    read(event) {
      const parsed = sealed.safeParse(sealer.open(NAME, cookie(event, NAME) ?? ""));
      // A thief of the cookie file is not bound by what browsers do with Max-Age.
      return parsed.success && parsed.data.expiresAtMs > Date.now() ? parsed.data : undefined;
    },
    set: (pending) =>
      setCookie(NAME, {
        value: sealer.seal(NAME, { ...pending, expiresAtMs: Date.now() + LIFE_SECONDS * 1000 }),
        lifeSeconds: LIFE_SECONDS,
        // Because the browser comes back from the login page by a link from another site.
        sameSite: "Lax",
      }),
    clear: () => setCookie(NAME, { value: "", lifeSeconds: 0, sameSite: "Lax" }),
  };
}
