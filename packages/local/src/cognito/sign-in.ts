// Signs in as a browser would, by HTTP alone: authorize, login form, redirect, code, tokens.
import { createHash, randomBytes } from "node:crypto";
import { AppError } from "@tapedeck/core/errors";
import { SCOPES } from "@tapedeck/functions/authcallback/scopes";

export interface SignInOptions {
  /** Origin of the login pages. */
  readonly origin: string;
  readonly clientId: string;
  /** A redirect URI of the client. It is not requested: the code is read from the redirect to it. */
  readonly redirectUri: string;
  readonly name: string;
  readonly password: string;
  /** By default all scopes that the client may have. */
  readonly scope?: string;
}

export interface SignInTokens {
  readonly accessToken: string;
  readonly idToken: string;
  readonly refreshToken: string;
  readonly expiresInSeconds: number;
}

/** A flow takes four redirects; more is a loop. */
const MAX_REQUESTS = 8;

/** @throws {AppError} SIGN_IN_FAILED – the login, the client or the redirect URI was refused */
export async function signIn(options: SignInOptions): Promise<SignInTokens> {
  const codeVerifier = randomBytes(32).toString("base64url");
  const state = randomBytes(16).toString("base64url");
  const authorizeUrl = new URL("/oauth2/authorize", options.origin);
  authorizeUrl.search = new URLSearchParams({
    response_type: "code",
    client_id: options.clientId,
    redirect_uri: options.redirectUri,
    scope: options.scope ?? SCOPES.join(" "),
    state,
    code_challenge: createHash("sha256").update(codeVerifier).digest("base64url"),
    code_challenge_method: "S256",
  }).toString();

  const answer = (await walkToRedirect(authorizeUrl, options)).searchParams;
  if (answer.get("state") !== state) throw refused("the answer belongs to another sign-in");
  const code = answer.get("code");
  if (code === null) {
    throw refused(answer.get("error_description") ?? answer.get("error") ?? "no code came back");
  }
  return exchange(code, codeVerifier, options);
}

/** Follows redirects with a cookie jar, fills in the login page once, stops at the redirect URI. */
async function walkToRedirect(start: URL, options: SignInOptions): Promise<URL> {
  // By name only: the pages of one sign-in use no name for two paths.
  const cookies = new Map<string, string>();
  let hasPosted = false;
  let url = start;
  let form: URLSearchParams | undefined;
  for (let requests = 0; requests < MAX_REQUESTS; requests++) {
    const response = await fetch(url, {
      redirect: "manual",
      headers: { cookie: [...cookies].map((pair) => pair.join("=")).join("; ") },
      ...(form === undefined ? {} : { method: "POST", body: form }),
    });
    await response.body?.cancel();
    for (const line of response.headers.getSetCookie()) remember(cookies, line);
    form = undefined;
    const location = response.headers.get("location");
    if (location !== null) {
      url = new URL(location, url);
      if (`${url.origin}${url.pathname}` === options.redirectUri) return url;
    } else if (response.ok && !hasPosted) {
      hasPosted = true;
      form = new URLSearchParams({ username: options.name, password: options.password });
    } else {
      const where = hasPosted ? "the login page" : "the sign-in service";
      throw refused(`${where} answered ${response.status}`);
    }
  }
  throw refused(`the redirects did not end after ${MAX_REQUESTS} requests`);
}

function remember(cookies: Map<string, string>, setCookie: string): void {
  const [, name = "", value = ""] = /^([^=;]+)=([^;]*)/.exec(setCookie) ?? [];
  if (value === "") cookies.delete(name);
  else cookies.set(name, value);
}

async function exchange(
  code: string,
  codeVerifier: string,
  { origin, clientId, redirectUri }: SignInOptions,
): Promise<SignInTokens> {
  const response = await fetch(new URL("/oauth2/token", origin), {
    method: "POST",
    body: new URLSearchParams({
      grant_type: "authorization_code",
      client_id: clientId,
      redirect_uri: redirectUri,
      code,
      code_verifier: codeVerifier,
    }),
  });
  if (!response.ok) throw refused(`the token endpoint answered ${response.status}`);
  const tokens = (await response.json()) as {
    access_token: string;
    id_token: string;
    refresh_token: string;
    expires_in: number;
  };
  return {
    accessToken: tokens.access_token,
    idToken: tokens.id_token,
    refreshToken: tokens.refresh_token,
    expiresInSeconds: tokens.expires_in,
  };
}

function refused(reason: string): AppError {
  return new AppError("SIGN_IN_FAILED", `The sign-in was refused: ${reason}.`);
}
