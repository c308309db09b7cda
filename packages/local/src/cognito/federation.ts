// Signs people in with another provider, as the pool does: sends them there with the app's request, and takes
// them back at /oauth2/idpresponse. @see
// https://docs.aws.amazon.com/cognito/latest/developerguide/cognito-user-pools-oidc-flow.html
import type { IncomingMessage, ServerResponse } from "node:http";
import type { Provider } from "oidc-provider";
import type { Acme } from "./acme.ts";
import { errorPage } from "./error-page.ts";
import {
  findOrMakeAccount,
  type AcmeClaims,
  type PreSignUpTrigger,
} from "./first-federated-sign-in.ts";
import { pageHeaders } from "./page.ts";
import type { People } from "./people.ts";

/** The path to which a provider sends the browser back. */
export const IDP_RESPONSE = "/oauth2/idpresponse";

/** Below the path of a login page, because the browser sends that page's cookie only there. */
export const FEDERATION_PATH = /^\/login\/([\w-]+)\/(acme|idpresponse)$/;

export interface Federation {
  readonly provider: Provider;
  readonly acme: Acme;
  /** The pool's origin. */
  readonly origin: string;
  readonly people: People;
  /** Asked before an account is made; without one Cognito makes it. */
  readonly preSignUp: PreSignUpTrigger | undefined;
}

/** Sends the browser from the one address that the provider knows to that of its own sign-in. */
export function answerIdpResponse(url: URL, response: ServerResponse): void {
  const uid = url.searchParams.get("state") ?? "";
  if (!/^[\w-]+$/.test(uid)) {
    response.writeHead(400, pageHeaders()).end(errorPage("The answer has no state").markup);
    return;
  }
  response.writeHead(302, { location: `/login/${uid}/idpresponse${url.search}` }).end();
}

/**
 * @param url - matches {@link FEDERATION_PATH}
 * @throws {errors.SessionNotFound} – the sign-in has expired, or was not started by this browser
 */
export async function answerFederation(
  { provider, acme, origin, people, preSignUp }: Federation,
  url: URL,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  const [, uid, step] = FEDERATION_PATH.exec(url.pathname) ?? [];
  const interaction = await provider.interactionDetails(request, response);
  if (interaction.uid !== uid) {
    response.writeHead(400, pageHeaders()).end(errorPage("This is another sign-in").markup);
    return;
  }
  const redirectUri = `${origin}${IDP_RESPONSE}`;
  if (step === "acme") {
    const { prompt } = interaction.params;
    const query = new URLSearchParams({
      response_type: "code",
      client_id: acme.client.id,
      redirect_uri: redirectUri,
      scope: "openid email profile",
      state: uid,
      // Cognito forwards every prompt but `none`.
      ...(typeof prompt === "string" && prompt !== "none" ? { prompt } : {}),
    });
    response.writeHead(302, { location: `${acme.origin}/auth?${query.toString()}` }).end();
    return;
  }
  const claims = await claimsOf(acme, redirectUri, url.searchParams.get("code") ?? "");
  if (claims === undefined) {
    response.writeHead(400, pageHeaders()).end(errorPage("Acme named no person").markup);
    return;
  }
  const user = await findOrMakeAccount(claims, people, preSignUp);
  const result = "error" in user ? { ...user } : { login: { accountId: user.sub } };
  await provider.interactionFinished(request, response, result, {
    mergeWithLastSubmission: false,
  });
}

/** The ID token came directly from Acme, so its signature is not checked. */
async function claimsOf(
  acme: Acme,
  redirectUri: string,
  code: string,
): Promise<AcmeClaims | undefined> {
  const response = await fetch(`${acme.origin}/token`, {
    method: "POST",
    body: new URLSearchParams({
      grant_type: "authorization_code",
      client_id: acme.client.id,
      client_secret: acme.client.secret,
      redirect_uri: redirectUri,
      code,
    }),
  });
  const { id_token: idToken } = (await response.json()) as { readonly id_token?: string };
  const payload = idToken?.split(".")[1];
  if (payload === undefined) return undefined;
  const {
    sub: subject,
    email,
    email_verified: isEmailVerified,
    name: fullName,
  } = JSON.parse(Buffer.from(payload, "base64url").toString()) as {
    sub: string;
    email: string;
    email_verified: boolean;
    name?: string;
  };
  return { subject, email, isEmailVerified, fullName };
}
