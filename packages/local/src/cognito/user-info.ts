// Cognito's userInfo: the person of an access token. It is written here because oidc-provider's takes only
// opaque tokens. @see https://docs.aws.amazon.com/cognito/latest/developerguide/userinfo-endpoint.html
import type { IncomingMessage, ServerResponse } from "node:http";
import type { Provider } from "oidc-provider";
import type { People } from "./people.ts";
import type { SigningKey } from "./signing-key.ts";

export interface UserInfo {
  readonly provider: Provider;
  readonly key: SigningKey;
  readonly people: Pick<People, "bySub">;
}

export async function answerUserInfo(
  { provider, key, people }: UserInfo,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  const token = /^Bearer (\S+)$/i.exec(request.headers.authorization ?? "")?.[1];
  const claims = token === undefined ? undefined : key.verify(token);
  const user = await people.bySub(String(claims?.["sub"]));
  const scopes = String(claims?.["scope"]).split(" ");
  const isAccepted =
    claims?.["token_use"] === "access" &&
    scopes.includes("openid") &&
    // Revoking the refresh token destroyed the grant, and with it every token of that sign-in.
    (await provider.Grant.find(String(claims["origin_jti"]))) !== undefined;
  if (user === undefined || !isAccepted) {
    response.writeHead(401, { "www-authenticate": 'Bearer error="invalid_token"' }).end();
    return;
  }
  const { sub, username, email, fullName } = user;
  response.writeHead(200, { "cache-control": "no-store", "content-type": "application/json" }).end(
    JSON.stringify({
      sub,
      username,
      ...(scopes.includes("email") ? { email, email_verified: "true" } : {}),
      ...(scopes.includes("profile") ? { name: fullName } : {}),
    }),
  );
}
