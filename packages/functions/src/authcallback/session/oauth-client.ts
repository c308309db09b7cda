// The code flow with Cognito: oauth4webapi makes the requests and validates the answers; this file sets it
// up and gives each failure a code of the catalogue.
// @see https://docs.aws.amazon.com/cognito/latest/developerguide/federation-endpoints.html
import * as oauth from "oauth4webapi";
import * as z from "zod";
import { AppError } from "@tapedeck/core/errors";
import { isLoopback } from "../loopback.ts";
import { SCOPES } from "../scopes.ts";
import {
  authorizationRefused,
  requireSuccess,
  signInFailed,
  unavailable,
  withoutDetails,
} from "./sign-in-errors.ts";

export interface OAuthSettings {
  /** `iss` of every ID token that is accepted. */
  readonly issuer: string;
  /** Origin of the managed login pages. */
  readonly hostedUiOrigin: string;
  readonly clientId: string;
  /** Where the browser comes back to: exactly as registered with the pool. */
  readonly redirectUri: string;
}

/** Secrets of one sign-in, kept in a sealed cookie until the browser comes back. */
export interface SignInSecrets {
  readonly state: string;
  readonly nonce: string;
  /** @see RFC 7636 §4.1 */
  readonly codeVerifier: string;
}

/** A sign-in whose browser has come back. */
export interface BegunSignIn extends SignInSecrets {
  /** Since it began. */
  readonly ageSeconds: number;
}

const tokens = z.object({
  access_token: z.string(),
  expires_in: z.number().int().positive(),
  refresh_token: z.string().optional(),
});
export type Tokens = z.infer<typeof tokens>;

/** What the ID token says of the person, for the page to show. Absent where the pool does not know it. */
const personFacts = z.object({
  name: z.string().optional().catch(undefined),
  email: z.string().optional().catch(undefined),
});
export type PersonFacts = z.infer<typeof personFacts>;

export interface Refreshed extends Tokens {
  readonly person: PersonFacts;
}

/** A person waits at the other end: better a clear "try again" than a spinner. */
const TIMEOUT_MS = 8_000;

/** The clocks of two services of AWS are close, and `auth_time` drops the fraction of its second. */
const CLOCK_TOLERANCE_SECONDS = 10;

export interface OAuthClient {
  /** @returns where to send the browser, and what to keep until it comes back */
  beginSignIn(): Promise<{ readonly url: string; readonly secrets: SignInSecrets }>;
  /**
   * This and the next two: @throws {AppError} SERVICE_UNAVAILABLE – no answer, or an unreadable one; THROTTLED –
   * Cognito says that there are too many requests.
   *
   * @param answer - the query of the address by which the browser came back
   * @returns its refresh token
   * @throws {AppError} SIGN_IN_CANCELLED – the person ended it
   * @throws {AppError} NOT_INVITED, EMAIL_UNVERIFIED – the pre-sign-up trigger refused to make an account
   * @throws {AppError} SIGN_IN_FAILED – the answer belongs to another sign-in, Cognito refused the code, or the
   *   ID token is not of this issuer, this client, this sign-in and this hour, or the person gave no password
   */
  finishSignIn(answer: URLSearchParams, begun: BegunSignIn): Promise<string>;
  /** @throws {AppError} NOT_SIGNED_IN – the refresh token is spent */
  refresh(refreshToken: string): Promise<Refreshed>;
  /** @throws {AppError} INTERNAL – refused, as a pool does that is not set up for it (RFC 7009 §2.2.1) */
  revoke(refreshToken: string): Promise<void>;
}

export function createOAuthClient(settings: OAuthSettings): OAuthClient {
  const { issuer, hostedUiOrigin, clientId, redirectUri } = settings;
  const server: oauth.AuthorizationServer = {
    issuer,
    token_endpoint: `${hostedUiOrigin}/oauth2/token`,
    revocation_endpoint: `${hostedUiOrigin}/oauth2/revoke`,
  };
  const client: oauth.Client = {
    client_id: clientId,
    [oauth.clockTolerance]: CLOCK_TOLERANCE_SECONDS,
  };
  // A public client: PKCE is what binds a code to this server.
  const isPublic = oauth.None();
  const options = {
    signal: () => AbortSignal.timeout(TIMEOUT_MS),
    [oauth.allowInsecureRequests]: isLoopback(new URL(hostedUiOrigin)),
    [oauth.customFetch]: send,
  };

  return {
    async beginSignIn() {
      const secrets = {
        state: oauth.generateRandomState(),
        nonce: oauth.generateRandomNonce(),
        codeVerifier: oauth.generateRandomCodeVerifier(),
      };
      const query = new URLSearchParams({
        response_type: "code",
        client_id: clientId,
        redirect_uri: redirectUri,
        scope: SCOPES.join(" "),
        state: secrets.state,
        nonce: secrets.nonce,
        code_challenge: await oauth.calculatePKCECodeChallenge(secrets.codeVerifier),
        code_challenge_method: "S256",
        // Always: Cognito's own session outlives a sign-out that its logout page never heard of. A person can
        // remove this from the address, so `maxAge` below checks that the password was asked for.
        prompt: "login",
      });
      return { url: `${hostedUiOrigin}/oauth2/authorize?${query.toString()}`, secrets };
    },

    async finishSignIn(answer, { state, nonce, codeVerifier, ageSeconds }) {
      const code = codeOf(() => oauth.validateAuthResponse(server, client, answer, state));
      const response = await oauth.authorizationCodeGrantRequest(
        server,
        client,
        isPublic,
        code,
        redirectUri,
        codeVerifier,
        options,
      );
      const { refresh_token: refreshToken } = await tokensOf(response, {
        refused: (cause) => signInFailed("The sign-in service refused the code.", cause),
        invalid: (thrown) => signInFailed("The ID token is not of this sign-in.", thrown),
        // The token comes from Cognito itself over TLS, which OpenID Connect Core §3.1.3.7 (6) accepts in
        // place of its signature.
        validate: () =>
          oauth.processAuthorizationCodeResponse(server, client, response, {
            expectedNonce: nonce,
            // The person proved who they are after the sign-in began, and not in an earlier one.
            maxAge: ageSeconds,
            requireIdToken: true,
          }),
      });
      if (refreshToken !== undefined) return refreshToken;
      throw signInFailed("The sign-in service gave no refresh token.");
    },

    async refresh(refreshToken) {
      const response = await oauth.refreshTokenGrantRequest(
        server,
        client,
        isPublic,
        refreshToken,
        options,
      );
      let claims: oauth.IDToken | undefined;
      const refreshed = await tokensOf(response, {
        refused: (cause) =>
          new AppError("NOT_SIGNED_IN", "The session has ended; sign in.", { cause }),
        // The session stays: a clock that is wrong for a while must not sign people out.
        invalid: (thrown) => unavailable(withoutDetails(thrown)),
        validate: async () => {
          const answer = await oauth.processRefreshTokenResponse(server, client, response);
          claims = oauth.getValidatedIdTokenClaims(answer);
        },
      });
      return { ...refreshed, person: personFacts.parse(claims ?? {}) };
    },

    async revoke(refreshToken) {
      const response = await oauth.revocationRequest(
        server,
        client,
        isPublic,
        refreshToken,
        options,
      );
      await requireSuccess(
        response,
        (cause) => new AppError("INTERNAL", "The sign-in service refuses to revoke.", { cause }),
      );
      await response.body?.cancel();
    },
  };
}

/**
 * @throws {AppError} SIGN_IN_FAILED, SIGN_IN_CANCELLED, NOT_INVITED, EMAIL_UNVERIFIED, SERVICE_UNAVAILABLE – the
 *   browser brought no code of ours
 */
function codeOf(validAnswer: () => URLSearchParams): URLSearchParams {
  try {
    const answer = validAnswer();
    const [code = "", ...others] = answer.getAll("code");
    if (code !== "" && others.length === 0) return answer;
  } catch (thrown) {
    if (thrown instanceof oauth.AuthorizationResponseError) {
      throw authorizationRefused(thrown.error, thrown.error_description);
    }
    throw signInFailed("The answer is not of the sign-in that this browser began.", thrown);
  }
  throw signInFailed("The sign-in service did not give one code.");
}

interface TokenAnswer {
  /** The endpoint answered 4xx. */
  readonly refused: (cause: Error) => AppError;
  /** The answer breaks a rule of OAuth or of OpenID Connect. */
  readonly invalid: (thrown: unknown) => AppError;
  /** Reads the body. */
  readonly validate: () => Promise<unknown>;
}

async function tokensOf(
  response: Response,
  { refused, invalid, validate }: TokenAnswer,
): Promise<Tokens> {
  await requireSuccess(response, refused);
  const copy = response.clone();
  const parsed = tokens.safeParse(await copy.json().catch(() => undefined));
  // An answer without an access token is the service's trouble. It is not described: it may hold half a token.
  if (!parsed.success) throw unavailable(new Error("the token endpoint's answer is unreadable"));
  try {
    await validate();
  } catch (thrown) {
    throw invalid(thrown);
  }
  return parsed.data;
}

async function send(
  url: string,
  init: oauth.CustomFetchOptions<"POST", URLSearchParams>,
): Promise<Response> {
  try {
    return await fetch(url, { ...init, redirect: "error" });
  } catch (thrown) {
    throw unavailable(thrown);
  }
}
