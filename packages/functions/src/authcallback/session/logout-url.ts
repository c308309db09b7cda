// Cognito's own address to sign out at, which is none of OAuth's.
import type { OAuthSettings } from "./oauth-client.ts";

/**
 * @param returnTo - as registered with the pool
 * @returns where the browser must go to end Cognito's own session
 * @see https://docs.aws.amazon.com/cognito/latest/developerguide/logout-endpoint.html
 */
export function logoutUrl(
  { hostedUiOrigin, clientId }: Pick<OAuthSettings, "hostedUiOrigin" | "clientId">,
  returnTo: string,
): string {
  const query = new URLSearchParams({ client_id: clientId, logout_uri: returnTo });
  return `${hostedUiOrigin}/logout?${query.toString()}`;
}
