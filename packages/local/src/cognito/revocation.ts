// Cognito's revocation: ends a refresh token and its sign-in. Ours, because oidc-provider's refuses every
// token that looks like a JWT, as Cognito's refresh tokens do.
// @see https://docs.aws.amazon.com/cognito/latest/developerguide/revocation-endpoint.html
import type { IncomingMessage, ServerResponse } from "node:http";
import type { Provider } from "oidc-provider";
import { readForm } from "./form.ts";

/** An access or an ID token: a signed JWT has three parts, a refresh token has five. */
const SIGNED_JWT = /^[\w-]+\.[\w-]+\.[\w-]*$/;

export async function answerRevocation(
  provider: Provider,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  const refuse = (error: string) => {
    response.writeHead(400, { "content-type": "application/json" });
    response.end(JSON.stringify({ error }));
  };
  const form = await readForm(request);
  const client = await provider.Client.find(form?.get("client_id") ?? "");
  const token = form?.get("token") ?? "";
  if (client === undefined) refuse("invalid_client");
  else if (token === "") refuse("invalid_request");
  else if (SIGNED_JWT.test(token)) refuse("unsupported_token_type");
  else {
    const found = await provider.RefreshToken.find(token);
    if (found?.grantId !== undefined && found.clientId === client.clientId) {
      await found.destroy();
      await provider.RefreshToken.revokeByGrantId(found.grantId);
      await (await provider.Grant.find(found.grantId))?.destroy();
    }
    // Also for an unknown token. @see RFC 7009 §2.2
    response.writeHead(200, { "cache-control": "no-store" }).end();
  }
}
