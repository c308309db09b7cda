// Speaks to Cognito's OAuth endpoints. @see https://docs.aws.amazon.com/cognito/latest/developerguide/federation-endpoints.html
import * as z from "zod";
import { AppError } from "@tapedeck/core/errors";
import { SCOPES } from "../scopes.ts";

export interface OAuthSettings {
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
  /** S256 of the PKCE verifier. @see RFC 7636 §4.2 */
  readonly codeChallenge: string;
}

const tokens = z.object({
  access_token: z.string(),
  expires_in: z.number().int().positive(),
  id_token: z.string().optional(),
  refresh_token: z.string().optional(),
});
export type Tokens = z.infer<typeof tokens>;

/** A person waits at the other end: better a clear "try again" than a spinner. */
const TIMEOUT_MS = 8_000;

export interface OAuthClient {
  authorizeUrl(secrets: SignInSecrets): string;
  /**
   * All three: @throws {AppError} SERVICE_UNAVAILABLE – no answer; THROTTLED – Cognito says that there are too
   * many requests.
   *
   * @throws {AppError} SIGN_IN_FAILED – Cognito refused the code
   */
  exchangeCode(code: string, codeVerifier: string): Promise<Tokens>;
  /** @throws {AppError} NOT_SIGNED_IN – the refresh token is spent */
  refresh(refreshToken: string): Promise<Tokens>;
  /** @throws {AppError} INTERNAL – refused, as a pool does that is not set up for it (RFC 7009 §2.2.1) */
  revoke(refreshToken: string): Promise<void>;
  /** Where the browser must go to end Cognito's own session. */
  logoutUrl(returnTo: string): string;
}

export function createOAuthClient(settings: OAuthSettings): OAuthClient {
  const { hostedUiOrigin, clientId, redirectUri } = settings;

  async function post(path: string, form: Record<string, string>): Promise<Response> {
    const answer = fetch(`${hostedUiOrigin}${path}`, {
      method: "POST",
      body: new URLSearchParams({ client_id: clientId, ...form }),
      redirect: "error",
      signal: AbortSignal.timeout(TIMEOUT_MS),
    });
    const response = await answer.catch((thrown: unknown) => {
      throw unavailable(thrown);
    });
    if (response.status !== 429) return response;
    await response.body?.cancel();
    // Too many requests of ours are no outage of theirs.
    throw new AppError("THROTTLED", "The sign-in service has too many requests for the moment.");
  }

  async function tokensFrom(
    form: Record<string, string>,
    refused: (cause: Error) => AppError,
  ): Promise<Tokens> {
    const response = await post("/oauth2/token", form);
    if (isRefusal(response)) {
      await response.body?.cancel();
      throw refused(new Error(`the token endpoint answered ${response.status}`));
    }
    if (!response.ok)
      throw unavailable(new Error(`the token endpoint answered ${response.status}`));
    // Whatever cannot be read is not described: it may hold half a token.
    const parsed = tokens.safeParse(await response.json().catch(() => undefined));
    if (!parsed.success) throw unavailable(new Error("the token endpoint's answer is unreadable"));
    return parsed.data;
  }

  return {
    authorizeUrl: ({ state, nonce, codeChallenge }) =>
      `${hostedUiOrigin}/oauth2/authorize?${query({
        response_type: "code",
        client_id: clientId,
        redirect_uri: redirectUri,
        scope: SCOPES.join(" "),
        state,
        nonce,
        code_challenge: codeChallenge,
        code_challenge_method: "S256",
        // Always: Cognito's own session outlives a sign-out that its logout page never heard of, and no
        // flag could say so on every device, in every order of events. What is asked for in a URL can be
        // taken out of it: routes.ts looks whether it was done.
        prompt: "login",
      })}`,
    exchangeCode: (code, codeVerifier) =>
      tokensFrom(
        {
          grant_type: "authorization_code",
          code,
          code_verifier: codeVerifier,
          redirect_uri: redirectUri,
        },
        (cause) =>
          new AppError("SIGN_IN_FAILED", "The sign-in service refused the code.", { cause }),
      ),
    refresh: (refreshToken) =>
      tokensFrom(
        { grant_type: "refresh_token", refresh_token: refreshToken },
        (cause) => new AppError("NOT_SIGNED_IN", "The session has ended; sign in.", { cause }),
      ),
    async revoke(refreshToken) {
      const response = await post("/oauth2/revoke", { token: refreshToken });
      await response.body?.cancel();
      if (response.ok) return;
      const cause = new Error(`revocation answered ${response.status}`);
      if (isRefusal(response)) {
        throw new AppError("INTERNAL", "The sign-in service refuses to revoke.", { cause });
      }
      throw unavailable(cause);
    },
    logoutUrl: (returnTo) =>
      `${hostedUiOrigin}/logout?${query({ client_id: clientId, logout_uri: returnTo })}`,
  };
}

/** 4xx is an OAuth error (RFC 6749 §5.2): asking again with the same cannot help. */
function isRefusal({ status }: Response): boolean {
  return status >= 400 && status < 500;
}

function query(fields: Record<string, string>): string {
  return new URLSearchParams(fields).toString();
}

function unavailable(cause: unknown): AppError {
  return new AppError("SERVICE_UNAVAILABLE", "The sign-in service does not answer now.", { cause });
}
