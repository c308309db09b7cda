// Removes fields from oidc-provider's answers that Cognito does not send, so that no code relies on them.
import type { KoaContextWithOIDC } from "oidc-provider";

/**
 * @param rotateRefreshTokens - whether a refresh is answered with the next refresh token
 * @param alterIdToken - gives the ID token that is sent in place of oidc-provider's, or none
 */
export function asCognitoAnswers(
  rotateRefreshTokens: boolean,
  alterIdToken: (idToken: string) => string | undefined,
) {
  return async (ctx: KoaContextWithOIDC, next: () => Promise<void>): Promise<void> => {
    await next();
    shortenRedirect(ctx);
    const body: unknown = ctx.body;
    if (ctx.oidc?.route !== "token" || typeof body !== "object" || body === null) return;
    const {
      scope: _scope,
      refresh_token: refreshToken,
      id_token: idToken,
      ...rest
    } = body as Record<string, unknown>;
    const answer = {
      ...rest,
      // JSON leaves out an undefined field.
      id_token: typeof idToken === "string" ? alterIdToken(idToken) : undefined,
    };
    // A pool that does not rotate answers a refresh without a refresh token; clients keep theirs.
    const isKept = !rotateRefreshTokens && ctx.oidc.params?.["grant_type"] === "refresh_token";
    const isGiven = refreshToken !== undefined && !isKept;
    ctx.body = isGiven ? { ...answer, refresh_token: refreshToken } : answer;
  };
}

/** Removes RFC 9207's `iss`, and the refused scope, from the redirect that ends a sign-in. */
function shortenRedirect(ctx: KoaContextWithOIDC): void {
  const location = URL.parse(ctx.response.get("location"));
  if (location?.searchParams.has("iss") !== true) return;
  for (const name of ["iss", "scope"]) location.searchParams.delete(name);
  ctx.redirect(location.href);
}
