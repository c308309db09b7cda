// Cognito's logout: ends the browser's session without asking, keeps refresh tokens.
// @see https://docs.aws.amazon.com/cognito/latest/developerguide/logout-endpoint.html
import type { IncomingMessage, ServerResponse } from "node:http";
import type { Provider } from "oidc-provider";
import { errorPage } from "./error-page.ts";
import { pageHeaders } from "./page.ts";

/** The URLs to which each client may send people after signing out, by client id. */
export type LogoutUris = ReadonlyMap<string, readonly string[]>;

/** @param url - `/logout?client_id={id}&logout_uri={one of the client's logout URIs}` */
export async function answerLogout(
  { provider, logoutUris }: { provider: Provider; logoutUris: LogoutUris },
  url: URL,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  const allowed = logoutUris.get(url.searchParams.get("client_id") ?? "") ?? [];
  const target = url.searchParams.get("logout_uri") ?? "";
  if (!allowed.includes(target)) {
    const reason = "The client_id and logout_uri must be registered together";
    response.writeHead(400, pageHeaders()).end(errorPage(reason).markup);
    return;
  }
  const session = await provider.Session.get(provider.createContext(request, response));
  await session.destroy();
  const expired = ["", ".sig"].map(
    (suffix) => `${provider.cookieName("session")}${suffix}=; Path=/; Max-Age=0; HttpOnly`,
  );
  response
    .writeHead(302, { location: target, "cache-control": "no-store", "set-cookie": expired })
    .end();
}
