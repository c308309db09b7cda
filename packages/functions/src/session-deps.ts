// The composition root of the sign-in, which only function Api serves.
import { logoutUrl } from "./authcallback/session/logout-url.ts";
import type { SessionDeps } from "./authcallback/session/routes.ts";
import { createSealer } from "./authcallback/session/seal.ts";
import { createSessionCookies } from "./authcallback/session/session-cookies.ts";
import { createSignInCookie } from "./authcallback/session/sign-in-cookie.ts";
import { systemClock } from "./clock.ts";
import type { Config } from "./config.ts";
import type { Log } from "./log.ts";
import { once } from "./once.ts";

export function createSessionDeps({ auth, sessionKeys, site }: Config, log: Log): SessionDeps {
  const pool = {
    issuer: auth.issuer,
    hostedUiOrigin: auth.hostedUiOrigin,
    clientId: auth.webClientId,
    redirectUri: `${site.origin}/auth/callback`,
  };
  const sealer = createSealer(sessionKeys.value);
  return {
    log,
    siteOrigin: site.origin,
    signInCookie: createSignInCookie(sealer, site.origin, systemClock),
    sessions: createSessionCookies(sealer, site.origin),
    oauth: once(async () => {
      const { createOAuthClient } = await import("./authcallback/session/oauth-client.ts");
      return createOAuthClient(pool);
    }),
    logoutUrl: logoutUrl(pool, `${site.origin}/`),
  };
}
